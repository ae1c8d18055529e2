package io.github.brazeaudience.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceIdsTest {
  private static AudienceIds of(List<Long> ids) {
    return AudienceIds.of(
        ids.stream().map(id -> WrittenAudience.of(id, null, true)).toArray(WrittenAudience[]::new));
  }

  /** Ids that differ in few bits, many of them twice, in lists around the length for an index. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 10, 31, 32, 33, 80, 500})
  void of_anyList_isTheSetOfItsIdsInTheirOrder(int size) {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Long> ids =
          LongStream.generate(
                  () ->
                      1
                          + random.nextInt(12)
                          + ((long) random.nextInt(12) << (6 * random.nextInt(4))))
              .limit(size)
              .boxed()
              .toList();
      Set<Long> expected = new LinkedHashSet<>(ids);

      AudienceIds actual = of(ids);

      assertThat(actual).as("seed %d", seed).containsExactlyElementsOf(expected);
      assertThat(actual).as("seed %d", seed).isEqualTo(expected).hasSameHashCodeAs(expected);
      for (long id = 1; id < 100; id++) {
        assertThat(actual.contains(id))
            .as("seed %d, %d", seed, id)
            .isEqualTo(expected.contains(id));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 40})
  void singleLength_anySet_isThatOfTheValue(int size) {
    List<Long> ids = LongStream.range(8, 8 + size).boxed().toList();
    String value = String.join(",", ids.stream().map(id -> "'" + id + "'").toList());

    assertThat(of(ids).singleLength()).isEqualTo(value.length());
    assertThat(AudienceIds.of(new LinkedHashSet<>(ids)).singleLength()).isEqualTo(value.length());
  }
}
