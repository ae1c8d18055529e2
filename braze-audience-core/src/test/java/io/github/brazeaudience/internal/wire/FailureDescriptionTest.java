package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests how failures of other code are described, and which errors are about push tokens only. */
class FailureDescriptionTest {
  private static Throwable nested(int causes, String innermost) {
    Throwable failure = new IOException(innermost);
    for (int i = 0; i < causes; i++) {
      failure = new IOException("outer", failure);
    }
    return failure;
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new IOException("disk full"), "disk full"),
        arguments(new IOException("outer", new IOException("inner")), "inner"),
        arguments(new IOException("outer", new IOException(" ")), "outer"),
        arguments(new IOException("outer", new IOException((String) null)), "outer"),
        arguments(new IOException(), "IOException"),
        arguments(new IOException("user u-1 failed"), "user ... failed"),
        arguments(new IOException("line\nend"), "line end"),
        arguments(nested(15, "innermost"), "innermost"),
        arguments(nested(16, "too deep"), "outer"),
        arguments(new IOException("x".repeat(200)), "x".repeat(200)),
        arguments(new IOException("x".repeat(201)), "x".repeat(200) + "..."));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void describe_failure_isTheInnermostMessageOrTheClass(Throwable failure, String expected) {
    assertThat(ErrorRedactor.describe(failure, List.of("u-1"))).isEqualTo(expected);
  }

  @Test
  void describe_cyclicCauses_ends() {
    Exception first = new IOException("first");
    Exception second = new IOException("second", first);
    first.initCause(second);

    assertThat(ErrorRedactor.describe(first, List.of())).isEqualTo("second");
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_PUSH_TOKEN_IOS, BAD_PUSH_TOKEN_ANDROID, true",
    "BAD_PUSH_TOKEN_IOS, other, false",
    "other, BAD_PUSH_TOKEN_IOS, false",
    "other, other, false",
  })
  void arePushTokenErrors_errorsOfAnObject_isTrueIfAllAre(
      String first, String second, boolean expected) {
    assertThat(TrackResponseParser.arePushTokenErrors(List.of(first, second))).isEqualTo(expected);
  }
}
