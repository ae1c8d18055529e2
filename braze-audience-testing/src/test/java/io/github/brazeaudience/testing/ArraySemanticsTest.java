package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays on a profile, their changes and their limits. */
class ArraySemanticsTest extends AttributeFixture {
  static Stream<Arguments> arrays() {
    return Stream.of(
        arguments("{\"add\":[\"d\"]}", List.of("a", "b", "c", "d")),
        arguments("{\"add\":[\"a\"]}", List.of("b", "c", "a")),
        arguments("{\"add\":[\"d\",\"b\",\"d\"]}", List.of("a", "c", "d", "b")),
        arguments("{\"remove\":[\"b\"]}", List.of("a", "c")),
        arguments("{\"remove\":[\"x\"]}", List.of("a", "b", "c")),
        arguments("{\"remove\":[\"B\"]}", List.of("a", "b", "c")),
        arguments("{\"remove\":[\"a\",\"b\",\"c\"]}", List.of()),
        arguments("{\"add\":[\"d\"],\"remove\":[\"a\"]}", List.of("b", "c", "d")),
        arguments("{\"remove\":[\"a\"],\"add\":[\"d\"]}", List.of("b", "c", "d")),
        arguments("{\"add\":[\"a\"],\"remove\":[\"a\"]}", List.of("b", "c", "a")),
        arguments("{\"add\":[]}", List.of("a", "b", "c")),
        arguments("[\"z\"]", List.of("z")),
        arguments("[]", List.of()));
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void write_arrayChange_updatesTheArray(String json, List<String> after) {
    write("\"a\":[\"a\",\"b\",\"c\"]");

    write("\"a\":" + json);

    assertThat(attributes()).isEqualTo(Map.of("a", after));
    assertLosses(Map.of());
  }

  @Test
  void write_addOrRemoveOnMissingAttribute_createsArrayOnlyForAdd() {
    write("\"a\":{\"add\":[\"x\"],\"remove\":[\"y\"]},\"b\":{\"remove\":[\"y\"]}");

    assertThat(attributes()).isEqualTo(Map.of("a", List.of("x")));
  }

  private static String elements(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"" + i + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void write_moreThan500Elements_dropsTheOldest() {
    write("\"a\":" + elements(0, 500));
    assertLosses(Map.of());

    write("\"a\":{\"add\":" + elements(500, 503) + "}");

    List<?> array = (List<?>) attributes().get("a");
    assertThat(array).hasSize(500);
    assertThat(array.get(0)).isEqualTo("3");
    assertThat(array.get(499)).isEqualTo("502");
    assertLosses(Map.of(SilentLoss.ARRAY_ELEMENT_DROPPED, 3));
  }

  @Test
  void write_attributeWithItsOwnLength_dropsTheOldestOnlyThere() {
    AttributeDefinition two =
        AttributeDefinition.of("a", AttributeType.ARRAY).withMaxArrayLength(2);
    try (FakeBraze own = FakeBraze.builder().longestArray(3).attribute(two).start()) {
      new TrackClient(own)
          .accepted(
              "{\"external_id\":\"u\",\"a\":%s,\"b\":%s}"
                  .formatted(elements(0, 4), elements(0, 4)));

      Map<String, Object> written = own.profile("u").orElseThrow().attributes();
      assertThat(written.get("a")).isEqualTo(List.of("2", "3"));
      assertThat(written.get("b")).isEqualTo(List.of("1", "2", "3"));
    }
  }

  @Test
  void write_addAndRemoveAtArrayLimit_dropsNothing() {
    write("\"a\":" + elements(0, 500));

    write("\"a\":{\"add\":[\"500\"],\"remove\":[\"0\"]}");

    assertThat((List<?>) attributes().get("a")).hasSize(500);
    assertLosses(Map.of());
  }

  @Test
  void write_arrayWithNull_dropsTheNull() {
    write("\"a\":[\"x\",null]");

    assertThat(attributes()).isEqualTo(Map.of("a", List.of("x")));
    assertLosses(Map.of(SilentLoss.NULL_ELEMENT, 1));
  }

  @Test
  void write_arrayOver100Kilobytes_isLost() {
    write("\"a\":[\"x\"]");
    String large =
        IntStream.range(0, 500)
            .mapToObj(i -> String.format(Locale.ROOT, "\"%0200d\"", i))
            .collect(Collectors.joining(","));

    write("\"a\":[" + large + "]");

    assertThat(attributes()).isEqualTo(Map.of("a", List.of("x")));
    assertLosses(Map.of(SilentLoss.VALUE_TOO_LARGE, 1));
  }
}
