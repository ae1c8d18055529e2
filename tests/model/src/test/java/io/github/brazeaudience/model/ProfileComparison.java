package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Comparison of the attributes of a profile with a model.
 *
 * @param history the history, for messages
 */
record ProfileComparison(String history, MembershipModel model, Map<String, Object> held) {
  void assertEqual(List<SendSegmentsAs> modes) {
    String as = "%s, %s, %s".formatted(history, held, model);
    if (modes.stream().anyMatch(SendSegmentsAs::single) && model.full()) {
      Set<Long> ids = ids(String.valueOf(held.getOrDefault("SegmentMembership", "")));
      assertThat(model.strings().isEmpty() || model.strings().contains(ids)).as(as).isTrue();
    }
    if (modes.stream().anyMatch(SendSegmentsAs::array)) {
      List<?> array = list(held.get("SegmentMembershipArray"));
      for (long id = 1; id <= AudienceSource.AUDIENCES; id++) {
        assertThat(model.mayBeInArray(id, array.contains(String.valueOf(id))))
            .as(as + ", audience " + id)
            .isTrue();
      }
    }
    for (int number = 1; number <= AudienceSource.NAMES; number++) {
      String name = AudienceSource.name(number);
      assertThat(model.mayBe(name, held.get(name))).as(as + ", " + name).isTrue();
    }
  }

  private static Set<Long> ids(String value) {
    Set<Long> ids = new TreeSet<>();
    if (!value.isEmpty()) {
      Arrays.stream(value.replace("'", "").split(",")).map(Long::valueOf).forEach(ids::add);
    }
    return ids;
  }

  static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
