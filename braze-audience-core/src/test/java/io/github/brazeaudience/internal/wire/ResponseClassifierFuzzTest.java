package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Fuzz test that every body gets a result that reports no more than the body contains. */
class ResponseClassifierFuzzTest {
  private static final String HOST = "rest.example";
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final AttemptResult UNREADABLE =
      new Failure(
          Reason.UNREADABLE_ANSWER,
          "Braze returned 201 with a body that does not report success; forward again",
          true);
  private static final Pattern PERSONAL = Pattern.compile("@|[0-9]{4}");
  private static final int OBJECTS = 75;

  @FuzzTest(maxDuration = "2m")
  void classify_anyBody_fitsTheStatus(byte[] body) {
    AttemptResult success = read(201, body, OBJECTS);
    if (success instanceof Delivered delivered) {
      assertNamed(delivered.named(), OBJECTS);
      assertShowable(delivered.others());
      assertThat(read(201, join(" \n", body, "\t "), OBJECTS)).isEqualTo(success);
    } else {
      assertThat(success).isEqualTo(UNREADABLE);
    }
    assertThat(read(201, join("", body, " x"), OBJECTS)).isEqualTo(UNREADABLE);
    assertThat(
            ResponseClassifier.classify(
                TransportResponse.ofCutBody(201, Map.of(), body),
                RequestContext.track(1),
                HOST,
                NOW))
        .isEqualTo(UNREADABLE);

    AttemptResult refusal = read(400, body, OBJECTS);
    if (refusal instanceof NamedRefusal itemised) {
      assertThat(itemised.named()).isNotEmpty();
      assertNamed(itemised.named(), OBJECTS);
      assertShowable(itemised.others());
    } else {
      assertThat(refusal).isEqualTo(new WholeRefusal(400, false));
    }
    if (read(400, body, 1) instanceof NamedRefusal alone) {
      assertNamed(alone.named(), 1);
      assertThat(refusal).isInstanceOf(NamedRefusal.class);
    }
    assertBodyIsIgnored(body);
  }

  /** Statuses whose body is ignored, but for the message of a 413. */
  private static void assertBodyIsIgnored(byte[] body) {
    assertThat(read(413, body, OBJECTS)).isInstanceOf(WholeRefusal.class);
    for (int status : new int[] {401, 403, 302, 404, 405, 408, 415, 429, 500, 503}) {
      AttemptResult result = read(status, body, OBJECTS);
      assertThat(result).as("status %d", status).isEqualTo(read(status, new byte[0], OBJECTS));
      switch (status) {
        case 401, 403 -> assertThat(result.reason()).isEqualTo(Reason.UNAUTHORIZED);
        case 408, 500, 503 -> assertThat(result.reason()).isEqualTo(Reason.SERVER_ERROR);
        case 429 -> assertThat(result.reason()).isEqualTo(Reason.RATE_LIMITED);
        default -> assertThat(result.reason()).isEqualTo(Reason.ENDPOINT_REFUSED);
      }
      boolean mayHaveArrived =
          result instanceof Failure failure
              ? failure.mayHaveArrived()
              : result instanceof FatalFailure stop && stop.mayHaveArrived();
      assertThat(mayHaveArrived)
          .as("status %d may have arrived", status)
          .isEqualTo(status == 408 || status >= 500);
    }
  }

  /**
   * The script is one byte for the message and a pair of bytes per error: its form and its index.
   */
  @FuzzTest(maxDuration = "2m")
  void classify_scriptedErrors_fitsTheContract(byte[] script) {
    ScriptedTrackResponse scripted = ScriptedTrackResponse.of(script, OBJECTS);

    AttemptResult success = read(201, scripted.body(), OBJECTS);
    if (scripted.success()) {
      assertThat(success).as(scripted.json()).isInstanceOf(Delivered.class);
      Delivered delivered = (Delivered) success;
      assertThat(delivered.named().keySet()).isEqualTo(scripted.named());
      assertThat(delivered.unattributed()).isEqualTo(scripted.unattributed());
      assertThat(delivered.others()).hasSize(scripted.errorsWithoutObject());
    } else {
      assertThat(success).as(scripted.json()).isEqualTo(UNREADABLE);
    }

    AttemptResult refusal = read(400, scripted.body(), OBJECTS);
    if (scripted.readable() && !scripted.named().isEmpty()) {
      assertThat(refusal).as(scripted.json()).isInstanceOf(NamedRefusal.class);
      NamedRefusal itemised = (NamedRefusal) refusal;
      assertThat(itemised.named().keySet()).isEqualTo(scripted.named());
      assertThat(itemised.others()).hasSize(scripted.errorsWithoutObject());
    } else {
      assertThat(refusal).as(scripted.json()).isEqualTo(new WholeRefusal(400, false));
    }
  }

  private static void assertNamed(Map<Integer, List<String>> named, int objects) {
    assertThat(named.keySet()).allMatch(index -> index >= 0 && index < objects);
    assertThat(named.values()).noneMatch(Collection::isEmpty);
  }

  private static void assertShowable(List<AttemptResult.UnattributedError> remarks) {
    assertThat(remarks)
        .map(remark -> ErrorRedactor.redact(remark.type(), List.of()))
        .noneMatch(shown -> PERSONAL.matcher(shown).find());
  }

  private static AttemptResult read(int status, byte[] body, int objects) {
    return ResponseClassifier.classify(
        TransportResponse.of(status, Map.of(), body), RequestContext.track(objects), HOST, NOW);
  }

  private static byte[] join(String before, byte[] body, String after) {
    byte[] joined = new byte[before.length() + body.length + after.length()];
    System.arraycopy(before.getBytes(StandardCharsets.UTF_8), 0, joined, 0, before.length());
    System.arraycopy(body, 0, joined, before.length(), body.length);
    int end = before.length() + body.length;
    System.arraycopy(after.getBytes(StandardCharsets.UTF_8), 0, joined, end, after.length());
    return joined;
  }
}
