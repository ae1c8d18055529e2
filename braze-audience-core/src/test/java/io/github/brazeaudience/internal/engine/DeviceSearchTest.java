package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceSearchTest {
  private final EngineFixture fixture =
      new EngineFixture(BrazeAudienceConfig.builder().deviceLookup(true).emailFallback(true));

  /** Returns the devices a, b and c of a user. */
  private UserIdentifier devices(boolean email) {
    UserProfile.Builder user =
        UserProfile.builder()
            .device(DeviceIdentityType.IDFV, "a")
            .device(DeviceIdentityType.IDFA, "b")
            .device(DeviceIdentityType.ANDROID_ID, "c");
    return fixture.write((email ? user.email("e") : user).build()).user();
  }

  private static LookupResult result(String text) {
    return switch (text) {
      case "missing" -> new LookupResult.NotFound(false);
      case "several" -> new LookupResult.NotFound(true);
      default -> new LookupResult.Found(UserIdentifier.externalId(text));
    };
  }

  private static String text(DeviceSearch step) {
    if (step instanceof DeviceSearch.LookUp lookUp) {
      return "look up " + "abc".charAt(lookUp.tried()) + (lookUp.ambiguous() ? ", several" : "");
    }
    if (step instanceof DeviceSearch.IdentifyAs identify) {
      return "identify as " + identify.user().value();
    }
    return ((DeviceSearch.Reject) step).message().contains("several")
        ? "reject, several"
        : "reject";
  }

  @ParameterizedTest
  @CsvSource({
    // email, tried, several before, known results, step
    "false, 0, false, '',                              'look up a'",
    "false, 0, false, 'a=u',                           'identify as u'",
    "false, 0, false, 'b=u',                           'look up a'",
    "false, 0, false, 'a=missing',                     'look up b'",
    "false, 0, false, 'a=missing b=u c=v',             'identify as u'",
    "false, 0, false, 'a=several',                     'look up b, several'",
    "false, 0, false, 'a=several b=missing c=u',       'identify as u'",
    "false, 0, false, 'a=missing b=missing c=missing', 'reject'",
    "false, 0, false, 'a=missing b=several c=missing', 'reject, several'",
    "false, 1, false, '',                              'look up b'",
    "false, 1, true,  '',                              'look up b, several'",
    "false, 2, false, 'a=u c=missing',                 'reject'",
    "false, 2, true,  'c=missing',                     'reject, several'",
    "true,  0, false, 'a=missing b=missing',           'look up c'",
    "true,  0, false, 'a=missing b=several c=missing', 'identify as e'",
    "true,  0, false, 'a=missing b=missing c=u',       'identify as u'",
  })
  void next_knownResults_decideTheStep(
      boolean email, int tried, boolean several, String known, String expected) {
    Map<String, LookupResult> results = new HashMap<>();
    for (String entry : known.isEmpty() ? new String[0] : known.split(" ", -1)) {
      String[] parts = entry.split("=", -1);
      results.put(parts[0], result(parts[1]));
    }

    DeviceSearch.LookUp last = new DeviceSearch.LookUp(tried, several);
    assertThat(text(DeviceSearch.next(devices(email), last, results::get))).isEqualTo(expected);
  }
}
