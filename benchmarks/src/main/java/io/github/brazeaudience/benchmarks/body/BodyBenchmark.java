package io.github.brazeaudience.benchmarks.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.PayloadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okio.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** JMH benchmark of encoding a full request body. One operation is one user. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(PayloadLimits.MAX_OBJECTS)
public class BodyBenchmark {
  private static final int BATCHES = 16;

  @Param SendSegmentsAs mode = SendSegmentsAs.SINGLE_ATTRIBUTE;

  /** The number of audiences of each user. */
  @Param({"1", "10", "30"})
  int audiences = 1;

  private List<List<PreparedUser>> users = List.of();
  private List<List<MembershipSnapshot>> updates = List.of();
  private LibraryBodyWriter library = new LibraryBodyWriter(mode);
  private BaselineWriter baseline = new BaselineWriter(mode);
  private AttributeMaps maps = new AttributeMaps(mode);
  private final ObjectMapper jackson = new ObjectMapper();
  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();
  private final JsonAdapter<Map<String, Object>> moshi =
      new Moshi.Builder()
          .build()
          .adapter(Types.newParameterizedType(Map.class, String.class, Object.class));
  private int next;

  @Setup
  public void setUp() {
    library = new LibraryBodyWriter(mode);
    baseline = new BaselineWriter(mode);
    maps = new AttributeMaps(mode);
    List<Audience> memberOf = PreparedUser.audiences(audiences);
    users =
        IntStream.range(0, BATCHES)
            .mapToObj(
                batch ->
                    IntStream.range(0, PayloadLimits.MAX_OBJECTS)
                        .mapToObj(
                            i -> PreparedUser.of(batch * PayloadLimits.MAX_OBJECTS + i, memberOf))
                        .toList())
            .toList();
    updates =
        users.stream()
            .map(batch -> batch.stream().map(user -> user.update(memberOf)).toList())
            .toList();
  }

  private int next() {
    next = (next + 1) % BATCHES;
    return next;
  }

  @Benchmark
  public byte[] library() {
    return library.body(updates.get(next()));
  }

  @Benchmark
  public byte[] baseline() {
    return baseline.body(users.get(next()));
  }

  @Benchmark
  public byte[] jackson() throws JsonProcessingException {
    return jackson.writeValueAsBytes(maps.body(users.get(next())));
  }

  @Benchmark
  public byte[] gson() {
    return gson.toJson(maps.body(users.get(next()))).getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public byte[] moshi() {
    Buffer buffer = new Buffer();
    try {
      moshi.toJson(buffer, maps.body(users.get(next())));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return buffer.readByteArray();
  }
}
