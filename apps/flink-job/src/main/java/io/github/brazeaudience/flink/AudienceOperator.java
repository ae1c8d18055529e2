package io.github.brazeaudience.flink;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Operator that forwards the updates of the users in its keyed state. All updates before a barrier
 * are complete when the barrier passes, so a checkpoint has the state of Braze and nothing in
 * flight.
 */
final class AudienceOperator extends AbstractStreamOperator<SettledUpdate>
    implements OneInputStreamOperator<UserLine, SettledUpdate>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final Duration LINGER = Duration.ofMillis(50);

  private final ForwardSettings settings;
  private final transient MailboxExecutor mailbox;
  private transient @Nullable ValueState<byte[]> state;
  private transient @Nullable KeyedMembershipStore store;
  private transient @Nullable AudienceForwarder forwarder;
  private transient @Nullable UserLanes lanes;
  private transient boolean restored;
  private transient boolean pausedAfterRestart;

  AudienceOperator(StreamOperatorParameters<SettledUpdate> parameters, ForwardSettings settings) {
    super(parameters);
    this.settings = settings;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
    state =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    "membership", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void open() throws Exception {
    super.open();
    var task = getRuntimeContext().getTaskInfo();
    int subtasks = task.getNumberOfParallelSubtasks();
    KeyedMembershipStore membership = new KeyedMembershipStore(mailbox, new State());
    store = membership;
    AudienceForwarder opened =
        settings.forwarder(
            membership,
            subtasks,
            new RedeliveryListener(mailbox, getMetricGroup().counter("updatesRedelivered")));
    forwarder = opened;
    int capacity = settings.capacity(subtasks);
    lanes =
        new UserLanes(
            opened
                .queue()
                .capacity(capacity)
                .linger(LINGER)
                .redeliver(RedeliveryPolicy.defaults())
                .build(),
            capacity,
            mailbox,
            new Outputs(membership));
    if (restored || task.getAttemptNumber() > 0) {
      pauseAfterRestart();
    }
  }

  /**
   * Pauses, because requests of an earlier run may still arrive and must not arrive after new ones.
   */
  private void pauseAfterRestart() {
    var time = getProcessingTimeService();
    pausedAfterRestart = true;
    var unused =
        time.registerTimer(
            time.getCurrentProcessingTime() + settings.restartRest().toMillis(),
            now -> pausedAfterRestart = false);
  }

  @Override
  public void processElement(StreamRecord<UserLine> element) throws Exception {
    UserLine line = element.getValue();
    while (pausedAfterRestart || !lanes().hasRoomFor(line)) {
      mailbox.yield();
    }
    lanes().add(line);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    finishAll();
  }

  @Override
  public void endInput() throws Exception {
    finishAll();
  }

  private void finishAll() throws InterruptedException {
    while (!lanes().isEmpty()) {
      mailbox.yield();
    }
  }

  /** Abandons updates in flight: they are in no checkpoint and are read again. */
  @Override
  public void close() throws Exception {
    if (store != null) {
      store.close();
    }
    if (forwarder != null) {
      forwarder.close();
    }
    super.close();
  }

  private UserLanes lanes() {
    return Objects.requireNonNull(lanes, "open comes first");
  }

  /** The state, whose user is the current key. */
  private final class State implements KeyedMembershipStore.UserState {
    @Override
    public byte @Nullable [] get(String user) throws IOException {
      return of(user).value();
    }

    @Override
    public void put(String user, byte @Nullable [] record) throws IOException {
      if (record == null) {
        of(user).clear();
      } else {
        of(user).update(record);
      }
    }

    private ValueState<byte[]> of(String user) {
      setCurrentKey(user);
      return Objects.requireNonNull(state, "initializeState comes first");
    }
  }

  /** Where updates go at their end. */
  private final class Outputs implements UserLanes.Ends {
    private final KeyedMembershipStore membership;
    private final Counter accepted = getMetricGroup().counter("updatesAccepted");
    private final Counter unchanged = getMetricGroup().counter("updatesUnchanged");
    private final Counter rejected = getMetricGroup().counter("updatesRejected");

    Outputs(KeyedMembershipStore membership) {
      this.membership = membership;
    }

    @Override
    public void settled(UserLine line, UserOutcome outcome) {
      membership.settled(line.user());
      boolean written = !(outcome instanceof Unchanged);
      (written ? accepted : unchanged).inc();
      output.collect(
          new StreamRecord<>(
              new SettledUpdate(
                  line.user(),
                  written ? SettledUpdate.Status.ACCEPTED : SettledUpdate.Status.UNCHANGED)));
    }

    @Override
    public void rejected(UserLine line, Rejected outcome) throws IOException {
      membership.rejected(line.user());
      rejected.inc();
      output.collect(
          AudienceStream.REJECTED,
          new StreamRecord<>(
              new RejectedUpdate(
                  line.line(),
                  outcome.reason().map(Enum::name).orElse(""),
                  outcome.message(),
                  outcome.attempts())));
    }
  }
}
