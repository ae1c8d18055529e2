package io.github.brazeaudience.testing;

import static io.github.brazeaudience.testing.SegmentFilter.containsAnyOf;
import static io.github.brazeaudience.testing.SegmentFilter.doesNotMatchRegex;
import static io.github.brazeaudience.testing.SegmentFilter.equalTo;
import static io.github.brazeaudience.testing.SegmentFilter.equalToOrNotSet;
import static io.github.brazeaudience.testing.SegmentFilter.includesAnyOf;
import static io.github.brazeaudience.testing.SegmentFilter.includesNoneOf;
import static io.github.brazeaudience.testing.SegmentFilter.includesValue;
import static io.github.brazeaudience.testing.SegmentFilter.isAnyOf;
import static io.github.brazeaudience.testing.SegmentFilter.isBlank;
import static io.github.brazeaudience.testing.SegmentFilter.isNotBlank;
import static io.github.brazeaudience.testing.SegmentFilter.matchesRegex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentFilterTest {
  private static final BrazeProfile PROFILE =
      BrazeProfile.ofExternalId("u")
          .withAttribute("S", "'11036','110345'")
          .withAttribute("Name", "Possible Parisians")
          .withAttribute("Empty", "")
          .withAttribute("Yes", true)
          .withAttribute("No", false)
          .withAttribute("Text", "true")
          .withAttribute("A", List.of("11036", "Abc"))
          .withAttribute("None", List.of());

  static Stream<Arguments> filters() {
    return Stream.of(
        arguments(matchesRegex("S", "'11036'"), true),
        arguments(matchesRegex("S", "11034"), true),
        arguments(matchesRegex("S", "'11034'"), false),
        arguments(matchesRegex("S", "'1103[56]'"), true),
        arguments(matchesRegex("S", "^'11036','110345'$"), true),
        arguments(matchesRegex("Name", "PARIS"), true),
        arguments(matchesRegex("A", "ABC"), true),
        arguments(matchesRegex("A", "^1103$"), false),
        arguments(matchesRegex("Yes", "true"), false),
        arguments(matchesRegex("Missing", ".*"), false),
        arguments(doesNotMatchRegex("S", "'11034'"), true),
        arguments(doesNotMatchRegex("S", "11034"), false),
        arguments(doesNotMatchRegex("Missing", "x"), false),
        arguments(doesNotMatchRegex("Empty", "x"), false),
        arguments(doesNotMatchRegex("Missing", "x").or(isBlank("Missing")), true),
        arguments(equalTo("Name", "Possible Parisians"), true),
        arguments(equalTo("Name", "possible parisians"), false),
        arguments(equalTo("Name", "Possible"), false),
        arguments(equalTo("name", "Possible Parisians"), false),
        arguments(equalTo("Yes", true), true),
        arguments(equalTo("Yes", false), false),
        arguments(equalTo("No", false), true),
        arguments(equalTo("Missing", false), false),
        arguments(equalTo("Text", true), false),
        arguments(equalTo("Text", "true"), true),
        arguments(equalTo("Yes", "true"), false),
        arguments(equalToOrNotSet("No", false), true),
        arguments(equalToOrNotSet("Missing", false), true),
        arguments(equalToOrNotSet("Yes", false), false),
        arguments(isAnyOf("Text", "x", "true"), true),
        arguments(isAnyOf("Text", "x"), false),
        arguments(containsAnyOf("S", "'11036'"), true),
        arguments(containsAnyOf("S", "'11034'"), false),
        arguments(containsAnyOf("Name", "paris"), false),
        arguments(includesValue("A", "11036"), true),
        arguments(includesValue("A", "1103"), false),
        arguments(includesValue("A", "abc"), false),
        arguments(includesValue("S", "'11036','110345'"), false),
        arguments(includesValue("Missing", "x"), false),
        arguments(includesAnyOf("A", "x", "Abc"), true),
        arguments(includesNoneOf("A", "x"), true),
        arguments(includesNoneOf("A", "Abc"), false),
        arguments(includesNoneOf("Missing", "x"), false),
        arguments(isBlank("Missing"), true),
        arguments(isBlank("Empty"), true),
        arguments(isBlank("None"), true),
        arguments(isBlank("No"), false),
        arguments(isNotBlank("A"), true),
        arguments(isNotBlank("None"), false),
        arguments(equalTo("Yes", true).and(equalTo("No", true)), false),
        arguments(equalTo("Yes", true).and(equalTo("No", false)), true),
        arguments(equalTo("Yes", true).or(equalTo("No", true)), true));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void matches_eachFilter_selectsAsBrazeDoes(SegmentFilter filter, boolean selected) {
    assertThat(PROFILE.matches(filter)).isEqualTo(selected);
  }

  @Test
  void toString_filter_isTheDashboardWording() {
    assertThat(matchesRegex("S", "'1'").and(equalTo("Yes", true)))
        .hasToString("(S matches regex '1' AND Yes equals true)");
    assertThat(includesValue("A", "1")).hasToString("A includes value 1");
  }

  @Test
  void filter_overLimit_throws() {
    String[] many = IntStream.range(0, 257).mapToObj(String::valueOf).toArray(String[]::new);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> matchesRegex("S", "x".repeat(32_765)))
        .withMessageContaining("32764");
    assertThatIllegalArgumentException().isThrownBy(() -> matchesRegex("S", "("));
    assertThatIllegalArgumentException().isThrownBy(() -> isAnyOf("S"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> includesAnyOf("S", many))
        .withMessageContaining("256");
  }

  @Test
  void profilesMatching_filter_returnsSelectedProfiles() {
    try (FakeBraze braze =
        FakeBraze.builder()
            .profile(PROFILE)
            .profile(BrazeProfile.ofExternalId("v").withAttribute("Yes", false))
            .start()) {
      assertThat(braze.profilesMatching(equalTo("Yes", false)))
          .extracting(profile -> profile.externalId().orElseThrow())
          .containsExactly("v");
    }
  }
}
