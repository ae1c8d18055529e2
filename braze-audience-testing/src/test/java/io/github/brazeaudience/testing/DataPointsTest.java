package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data points of written attributes. */
class DataPointsTest extends AttributeFixture {
  static Stream<Arguments> dataPoints() {
    return Stream.of(
        arguments("\"a\":\"x\"", 1),
        arguments("\"a\":null", 1),
        arguments("\"a\":\"x\",\"In B\":false", 2),
        arguments("\"a\":[\"x\",\"y\",\"z\"]", 1),
        arguments("\"a\":{\"add\":[\"x\",\"y\"],\"remove\":[\"z\"]}", 3),
        arguments("\"a\":{\"k\":1,\"l\":{\"m\":2,\"n\":3}}", 3),
        arguments("\"email\":\"u@example.com\"", 1),
        arguments("\"_update_existing_only\":false", 0),
        arguments("\"push_tokens\":[{\"app_id\":\"p\",\"token\":\"t\"}]", 0),
        arguments("\"email_subscribe\":\"opted_in\",\"Secret\":1", 0));
  }

  @ParameterizedTest
  @MethodSource("dataPoints")
  void write_object_costsDataPoints(String members, long points) {
    write(members);

    assertThat(braze.dataPoints()).isEqualTo(points);
  }

  @Test
  void write_unchangedValue_costsDataPointsAgain() {
    write("\"a\":\"x\"");
    write("\"a\":\"x\"");

    assertThat(braze.dataPoints()).isEqualTo(2);
  }
}
