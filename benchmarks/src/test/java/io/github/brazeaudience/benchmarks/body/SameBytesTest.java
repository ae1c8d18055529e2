package io.github.brazeaudience.benchmarks.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All contenders write the same bytes. */
class SameBytesTest {
  static Stream<Arguments> cases() {
    return Stream.of(SendSegmentsAs.values())
        .flatMap(mode -> Stream.of(1, 10, 30).map(audiences -> Arguments.of(mode, audiences)));
  }

  private static BodyBenchmark benchmark(SendSegmentsAs mode, int audiences) {
    BodyBenchmark benchmark = new BodyBenchmark();
    benchmark.mode = mode;
    benchmark.audiences = audiences;
    benchmark.setUp();
    return benchmark;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void body_everyContender_equalsTheBodyOfTheLibrary(SendSegmentsAs mode, int audiences)
      throws Exception {
    String expected = new String(benchmark(mode, audiences).library(), StandardCharsets.UTF_8);

    assertThat(benchmark(mode, audiences).baseline()).asString().isEqualTo(expected);
    assertThat(benchmark(mode, audiences).jackson()).asString().isEqualTo(expected);
    assertThat(benchmark(mode, audiences).gson()).asString().isEqualTo(expected);
    assertThat(benchmark(mode, audiences).moshi()).asString().isEqualTo(expected);
  }
}
