package io.github.brazeaudience.flink;

import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.testing.FakeBraze;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.function.ThrowingRunnable;

/** A single subtask of the operator, on the thread of the test. */
final class OperatorRun implements AutoCloseable {
  static final Duration RESTART_REST = Duration.ofSeconds(30);

  private final KeyedOneInputStreamOperatorTestHarness<String, UserLine, SettledUpdate> harness;
  private long checkpoint;

  private OperatorRun(FakeBraze braze, SendSegmentsAs mode, UnknownUsers unknownUsers)
      throws Exception {
    ForwardSettings settings =
        new ForwardSettings(
            BrazeInstance.US_03,
            "http://127.0.0.1:" + braze.port(),
            mode,
            IdentityType.CUSTOMER_ID,
            IdentityType.EMAIL,
            500,
            75,
            unknownUsers,
            3_000,
            Duration.ZERO,
            RESTART_REST);
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new AudienceOperatorFactory(settings), UserLine::user, BasicTypeInfo.STRING_TYPE_INFO);
    harness.setProcessingTime(0);
  }

  /** A run without state. */
  static OperatorRun start(FakeBraze braze, SendSegmentsAs mode, UnknownUsers unknownUsers)
      throws Exception {
    OperatorRun run = new OperatorRun(braze, mode, unknownUsers);
    run.harness.open();
    return run;
  }

  /** A run that begins at the checkpoint of another one. */
  static OperatorRun restore(FakeBraze braze, SendSegmentsAs mode, OperatorSubtaskState state)
      throws Exception {
    OperatorRun run = new OperatorRun(braze, mode, UnknownUsers.IN_NO_AUDIENCE);
    run.harness.initializeState(state);
    run.harness.open();
    return run;
  }

  /** Hands in an update of a user, which is the rest of a line of JSON. */
  OperatorRun update(String user, String update) throws Exception {
    return line(
        user,
        String.format(Locale.ROOT, "{\"identities\":{\"customer_id\":\"%s\"},%s}", user, update));
  }

  OperatorRun line(String key, String line) throws Exception {
    harness.processElement(
        new StreamRecord<>(new UserLine(key, line.getBytes(StandardCharsets.UTF_8))));
    return this;
  }

  /** Sends a checkpoint barrier. */
  OperatorSubtaskState checkpoint() throws Exception {
    checkpoint++;
    harness.prepareSnapshotPreBarrier(checkpoint);
    return harness.snapshot(checkpoint, checkpoint);
  }

  /** Has something done as soon as the operator waits. */
  void whenItWaits(ThrowingRunnable<? extends Exception> action) {
    new MailboxExecutorImpl(harness.getTaskMailbox(), 0, StreamTaskActionExecutor.IMMEDIATE)
        .execute(action, "of the test");
  }

  void advanceTo(Duration time) throws Exception {
    harness.setProcessingTime(time.toMillis());
  }

  /** How updates ended that were not rejected, in order. */
  List<SettledUpdate.Status> settled() {
    return harness.extractOutputValues().stream().map(SettledUpdate::status).toList();
  }

  List<RejectedUpdate> rejected() {
    var rejected = harness.getSideOutput(AudienceStream.REJECTED);
    return rejected == null ? List.of() : rejected.stream().map(StreamRecord::getValue).toList();
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new AssertionError("the operator does not close", e);
    }
  }
}
