package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.brazeaudience.internal.engine.Verdict.Delivered;
import io.github.brazeaudience.internal.engine.Verdict.Failure;
import io.github.brazeaudience.internal.engine.Verdict.NamedRefusal;
import io.github.brazeaudience.internal.engine.Verdict.Stop;
import io.github.brazeaudience.internal.engine.Verdict.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whatever a body holds, it gives a verdict, and one that says no more than the body does. */
class AnswerReaderFuzzTest {
  private static final String HOST = "rest.example";
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Verdict UNREADABLE =
      new Failure(
          Reason.UNREADABLE_ANSWER,
          "Braze answered 201 with a body that does not say success; forward again",
          true,
          null);
  private static final Pattern PERSONAL = Pattern.compile("@|[0-9]{4}");
  private static final int OBJECTS = 75;

  @FuzzTest(maxDuration = "2m")
  void read_anyBody_givesAVerdictThatFitsTheStatus(byte[] body) {
    Verdict success = read(201, body, OBJECTS);
    if (success instanceof Delivered delivered) {
      assertNamed(delivered.named(), OBJECTS);
      assertShowable(delivered.remarks());
      assertThat(read(201, join(" \n", body, "\t "), OBJECTS)).isEqualTo(success);
    } else {
      assertThat(success).isEqualTo(UNREADABLE);
    }
    assertThat(read(201, join("", body, " x"), OBJECTS)).isEqualTo(UNREADABLE);
    assertThat(
            AnswerReader.read(
                TransportResponse.ofCutBody(201, Map.of(), body), Asked.toTrack(1), HOST, NOW))
        .isEqualTo(UNREADABLE);

    Verdict refusal = read(400, body, OBJECTS);
    if (refusal instanceof NamedRefusal itemised) {
      assertThat(itemised.named()).isNotEmpty();
      assertNamed(itemised.named(), OBJECTS);
      assertShowable(itemised.remarks());
    } else {
      assertThat(refusal).isEqualTo(new WholeRefusal(400));
    }
    if (read(400, body, 1) instanceof NamedRefusal alone) {
      assertNamed(alone.named(), 1);
      assertThat(refusal).isInstanceOf(NamedRefusal.class);
    }
    assertTheBodySaysNothing(body);
  }

  /** In these answers only the status counts. */
  private static void assertTheBodySaysNothing(byte[] body) {
    for (int status : new int[] {401, 403, 302, 404, 405, 408, 413, 415, 429, 500, 503}) {
      Verdict verdict = read(status, body, OBJECTS);
      assertThat(verdict).as("status %d", status).isEqualTo(read(status, new byte[0], OBJECTS));
      switch (status) {
        case 401, 403 -> assertThat(verdict.reason()).isEqualTo(Reason.UNAUTHORIZED);
        case 408, 500, 503 -> assertThat(verdict.reason()).isEqualTo(Reason.SERVER_ERROR);
        case 413 -> assertThat(verdict).isEqualTo(new WholeRefusal(413));
        case 429 -> assertThat(verdict.reason()).isEqualTo(Reason.RATE_LIMITED);
        default -> assertThat(verdict.reason()).isEqualTo(Reason.ENDPOINT_REFUSED);
      }
      boolean mayHaveArrived =
          verdict instanceof Failure failure
              ? failure.mayHaveArrived()
              : verdict instanceof Stop stop && stop.mayHaveArrived();
      assertThat(mayHaveArrived)
          .as("status %d may have arrived", status)
          .isEqualTo(status == 408 || status >= 500);
    }
  }

  /**
   * The script is read as one byte for the message, then pairs of bytes, each an error: its form
   * and its index.
   */
  @FuzzTest(maxDuration = "2m")
  void read_scriptedErrors_givesTheVerdictOfTheContract(byte[] script) {
    ScriptedAnswer answer = ScriptedAnswer.of(script, OBJECTS);

    Verdict success = read(201, answer.body(), OBJECTS);
    if (answer.saysSuccess()) {
      assertThat(success).as(answer.json()).isInstanceOf(Delivered.class);
      Delivered delivered = (Delivered) success;
      assertThat(delivered.named().keySet()).isEqualTo(answer.named());
      assertThat(delivered.unattributed()).isEqualTo(answer.unattributed());
      assertThat(delivered.remarks()).hasSize(answer.errorsThatNameNobody());
    } else {
      assertThat(success).as(answer.json()).isEqualTo(UNREADABLE);
    }

    Verdict refusal = read(400, answer.body(), OBJECTS);
    if (answer.readable() && !answer.named().isEmpty()) {
      assertThat(refusal).as(answer.json()).isInstanceOf(NamedRefusal.class);
      NamedRefusal itemised = (NamedRefusal) refusal;
      assertThat(itemised.named().keySet()).isEqualTo(answer.named());
      assertThat(itemised.remarks()).hasSize(answer.errorsThatNameNobody());
    } else {
      assertThat(refusal).as(answer.json()).isEqualTo(new WholeRefusal(400));
    }
  }

  private static void assertNamed(Map<Integer, List<String>> named, int objects) {
    assertThat(named.keySet()).allMatch(index -> index >= 0 && index < objects);
    assertThat(named.values()).noneMatch(Collection::isEmpty);
  }

  private static void assertShowable(List<Verdict.Remark> remarks) {
    assertThat(remarks)
        .map(remark -> BrazeText.redacted(remark.type(), List.of()))
        .noneMatch(shown -> PERSONAL.matcher(shown).find());
  }

  private static Verdict read(int status, byte[] body, int objects) {
    return AnswerReader.read(
        TransportResponse.of(status, Map.of(), body), Asked.toTrack(objects), HOST, NOW);
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
