package io.github.brazeaudience.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.Audience;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudienceIdsTest {
  private static Set<Long> ids(String ids) {
    return AudienceIds.of(
        Arrays.stream(ids.split(" ", -1)).map(id -> Audience.of(Long.parseLong(id))).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "1 2 3, 1 2 3",
    "3 1 2, 3 1 2",
    "1 1, 1",
    "3 1 3 2 1, 3 1 2",
    "-5 9223372036854775807 0, -5 9223372036854775807 0",
  })
  void of_audiences_hasTheirDistinctIdsInOrder(String given, String expected) {
    List<Long> distinct = Arrays.stream(expected.split(" ", -1)).map(Long::valueOf).toList();

    assertThat(ids(given)).containsExactlyElementsOf(distinct).hasSameSizeAs(distinct);
    assertThat(ids(given)).isEqualTo(new LinkedHashSet<>(distinct));
    assertThat(distinct).allMatch(ids(given)::contains);
  }

  @Test
  void contains_otherIdsAndTypes_isFalse() {
    assertThat(ids("3 1").contains(2L)).isFalse();
    assertThat(ids("3 1").contains(4L)).isFalse();
    Collection<?> other = ids("3 1");
    assertThat(other.contains("3")).isFalse();
    assertThat(ids("3 1").contains(null)).isFalse();
  }

  @Test
  void of_noAudiences_isEmpty() {
    assertThat(AudienceIds.of(List.of())).isEmpty();
  }

  @Test
  void modification_notAllowed() {
    Set<Long> ids = ids("1 2");
    assertThatThrownBy(() -> ids.add(3L)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ids.remove(1L)).isInstanceOf(UnsupportedOperationException.class);
    Iterator<Long> all = ids.iterator();
    all.next();
    all.next();
    assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
  }
}
