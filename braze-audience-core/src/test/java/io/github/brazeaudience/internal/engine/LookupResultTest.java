package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.ExportedProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupResultTest {
  @ParameterizedTest
  @CsvSource({
    // external id/Braze id of each profile, result
    "'',                 'NotFound[ambiguous=false]'",
    "'u/b',              'Found[user=UserIdentifier[EXTERNAL_ID]] u'",
    "'u/',               'Found[user=UserIdentifier[EXTERNAL_ID]] u'",
    "'/b',               'Found[user=UserIdentifier[BRAZE_ID]] b'",
    "' /b',              'Found[user=UserIdentifier[BRAZE_ID]] b'",
    "'/',                'NotFound[ambiguous=false]'",
    "'/b1;u/b2;/b3',     'Found[user=UserIdentifier[EXTERNAL_ID]] u'",
    "'u/b1;v/b2',        'NotFound[ambiguous=true]'",
    "'/b1;/b2',          'NotFound[ambiguous=true]'",
    "'u/b1;v/b2;/b3',    'NotFound[ambiguous=true]'",
  })
  void of_profiles_isTheOnlyOneWithAnExternalIdElseTheOnlyOne(String profiles, String expected) {
    List<ExportedProfile> exported = new ArrayList<>();
    for (String profile : profiles.isEmpty() ? new String[0] : profiles.split(";")) {
      String[] ids = profile.split("/", -1);
      exported.add(
          new ExportedProfile(
              ids[0].isEmpty() ? null : ids[0], ids[1].isEmpty() ? null : ids[1], Map.of()));
    }

    LookupResult result = LookupResult.of(exported);

    String id = result instanceof LookupResult.Found found ? " " + found.user().value() : "";
    assertThat(result + id).isEqualTo(expected);
  }
}
