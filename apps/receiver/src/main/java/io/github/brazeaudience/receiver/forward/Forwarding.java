package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.AudienceQueueBuilder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.mparticle.AudienceMembershipChangeRequest;
import io.github.brazeaudience.mparticle.FirehoseMessage;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.receiver.journal.Journal;
import io.github.brazeaudience.receiver.journal.JournalEntry;
import io.github.brazeaudience.receiver.log.LogText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Forwards the messages of the journal: takes as many as memory allows, offers their updates to the
 * queue, and reports final updates to the journal. Other updates are forwarded again after a
 * backoff, in the order of their user.
 */
public final class Forwarding {
  /** No message is read into memory while there are this many updates. */
  static final int MAX_UPDATES = AudienceQueueBuilder.DEFAULT_CAPACITY;

  private static final long MAX_BYTES = 8L << 20;
  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
  private static final Duration LONGEST_END = Duration.ofSeconds(30);
  private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(10);

  /** Number of consecutive queues that may close by themselves before forwarding stops. */
  static final int MAX_CLOSED_QUEUES = 10;

  private final Journal journal;
  private final AudienceForwarder forwarder;
  private final Duration linger;
  private final Backoff backoff;
  private final Consumer<String> notices;
  private final Consumer<Throwable> failures;
  private final OutcomeLog log;
  private final UserLanes lanes;
  private final TaskThread thread;
  private final RenameRule renameRule;
  private final Renames renames;

  /** The messages in memory that are not final. */
  private final NavigableSet<Long> open = new TreeSet<>();

  private final RandomGenerator random = RandomGenerator.getDefault();
  private final CompletableFuture<@Nullable Void> nothingInFlight = new CompletableFuture<>();
  private volatile AudienceQueue queue;
  private int closedQueues;
  private @Nullable String readFailure;
  private boolean readsAgain;
  private int updates;
  private long bytes;
  private int lanesInFlight;
  private boolean stopping;
  private boolean closed;

  private Forwarding(
      Journal journal,
      BrazeAudienceConfig config,
      AudienceForwarder forwarder,
      RenameRule renameRule,
      Duration linger,
      Backoff backoff,
      Consumer<String> notices,
      Consumer<Throwable> failures) {
    this.journal = journal;
    this.forwarder = forwarder;
    this.linger = linger;
    this.queue = newQueue(forwarder, linger);
    this.backoff = backoff;
    this.notices = notices;
    this.failures = failures;
    this.log = new OutcomeLog(notices);
    this.lanes = new UserLanes(PayloadBuilder.of(config));
    this.thread = new TaskThread("forwarding", failures);
    this.renameRule = renameRule;
    this.renames = new Renames(forwarder, backoff, notices, failures, thread, this::proceed);
  }

  /**
   * Starts to forward a journal.
   *
   * @param forwarder closed with this object
   * @param renameRule selects the messages that rename an audience
   * @param linger the time an update waits for others to share its request
   * @param backoff the time before an update is forwarded again
   * @param notices called with each line of the log
   * @param failures called with a failure that stops forwarding
   */
  public static Forwarding start(
      Journal journal,
      BrazeAudienceConfig config,
      AudienceForwarder forwarder,
      RenameRule renameRule,
      Duration linger,
      Backoff backoff,
      Consumer<String> notices,
      Consumer<Throwable> failures) {
    Forwarding forwarding =
        new Forwarding(journal, config, forwarder, renameRule, linger, backoff, notices, failures);
    journal.onAppended(() -> forwarding.thread.execute(forwarding::proceed));
    forwarding.thread.execute(forwarding::proceed);
    forwarding.thread.after(REPORT_EVERY, forwarding::report);
    return forwarding;
  }

  private static AudienceQueue newQueue(AudienceForwarder forwarder, Duration linger) {
    return forwarder.queue().capacity(MAX_UPDATES).linger(linger).build();
  }

  /** The reasons for which updates are waiting. Thread-safe. */
  public Set<Reason> keptBecause() {
    return log.keptBecause();
  }

  private void report() {
    log.report();
    thread.after(REPORT_EVERY, this::report);
  }

  private void proceed() {
    if (stopping) {
      return;
    }
    try {
      takeMessages();
      readFailure = null;
    } catch (IOException e) {
      readLater(e);
    }
    sendUpdates();
    if (!open.isEmpty()) {
      renames.proceed(open.first());
    }
  }

  private void readLater(IOException e) {
    String failure = "the journal cannot be read; retrying: " + e.getMessage();
    if (!failure.equals(readFailure)) {
      readFailure = failure;
      notices.accept(failure);
    }
    if (!readsAgain) {
      readsAgain = true;
      thread.after(
          READ_AGAIN_AFTER,
          () -> {
            readsAgain = false;
            proceed();
          });
    }
  }

  private void takeMessages() throws IOException {
    while (updates < MAX_UPDATES && bytes < MAX_BYTES) {
      JournalEntry entry = journal.next();
      if (entry == null) {
        return;
      }
      take(entry);
    }
  }

  private void take(JournalEntry entry) {
    FirehoseMessage parsed = FirehoseMessage.parse(entry.message());
    StoredMessage message =
        new StoredMessage(
            entry.sequence(),
            parsed.id().map(LogText::quote).orElse("without id"),
            entry.message().length);
    bytes += message.bytes();
    open.add(message.sequence());
    Optional<Audience> renamed = renameRule.renamed(parsed);
    if (parsed instanceof AudienceMembershipChangeRequest change) {
      take(message, change.updates(), entry);
    } else if (renamed.isPresent()) {
      renames.add(message, renamed.get(), () -> messageEnds(message));
    } else {
      notices.accept("a message of the journal has nothing to forward: " + parsed);
      messageEnds(message);
    }
  }

  private void take(StoredMessage message, List<AudienceUpdate> all, JournalEntry entry) {
    for (int i = 0; i < all.size(); i++) {
      if (!entry.finalUpdates().get(i)) {
        message.updateBegins();
        updates++;
        lanes.add(new StoredUpdate(message, i, all.get(i)));
      }
    }
    if (message.open() == 0) {
      messageEnds(message);
    }
  }

  private void sendUpdates() {
    while (!lanes.ready().isEmpty()) {
      UserLane lane = lanes.ready().element();
      List<CompletableFuture<UserOutcome>> outcomes = send(lane);
      if (outcomes.isEmpty()) {
        // The queue is full until a lane in flight ends.
        return;
      }
      lanes.ready().remove();
      lanesInFlight++;
      AudienceQueue usedQueue = queue;
      var unused =
          CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
              .whenComplete(
                  (done, failure) -> thread.execute(() -> ended(lane, outcomes, usedQueue)));
    }
  }

  private List<CompletableFuture<UserOutcome>> send(UserLane lane) {
    List<CompletableFuture<UserOutcome>> outcomes = new ArrayList<>();
    for (StoredUpdate next = lane.next(); next != null; next = lane.next()) {
      Optional<CompletionStage<UserOutcome>> outcome = queue.offer(next.update());
      if (outcome.isEmpty()) {
        break;
      }
      lane.begin();
      outcomes.add(outcome.get().toCompletableFuture());
    }
    return outcomes;
  }

  private void ended(
      UserLane lane, List<CompletableFuture<UserOutcome>> outcomes, AudienceQueue usedQueue) {
    lanesInFlight--;
    List<StoredUpdate> sent = List.copyOf(lane.inFlight());
    int first = 0;
    while (first < sent.size() && !goesAgain(outcomes.get(first).join())) {
      log.add(sent.get(first), outcomes.get(first).join());
      updateEnds(sent.get(first));
      first++;
    }
    UserOutcome kept = first == sent.size() ? null : outcomes.get(first).join();
    waits(lane, kept == null ? null : kept.reason().orElse(null));
    replaceIfClosed(usedQueue, lane.waitsBecause());
    if (kept == null) {
      lanes.succeeded(lane);
    } else {
      log.add(sent.get(first), kept);
      thread.after(
          backoff.rest(lane.failed(first), kept, Instant.now(), random),
          () -> {
            lanes.ready().add(lane);
            proceed();
          });
    }
    if (stopping && lanesInFlight == 0) {
      nothingInFlight.complete(null);
    }
    proceed();
  }

  private void waits(UserLane lane, @Nullable Reason reason) {
    Reason before = lane.waitsBecause();
    if (before != reason) {
      if (before != null) {
        log.ends(before);
      }
      if (reason != null) {
        log.begins(reason);
      }
      lane.waitsBecause(reason);
    }
  }

  /**
   * Replaces a queue that has closed by itself. If new queues close too, the receiver fails,
   * because it would store messages and forward none.
   */
  private void replaceIfClosed(AudienceQueue usedQueue, @Nullable Reason reason) {
    if (reason != Reason.CLOSED) {
      closedQueues = 0;
    } else if (usedQueue == queue && !stopping) {
      closedQueues++;
      if (closedQueues > MAX_CLOSED_QUEUES) {
        failures.accept(
            new IllegalStateException(
                "the forwarder has closed by itself; messages stay in the journal, start again"));
      } else {
        queue = newQueue(forwarder, linger);
      }
    }
  }

  static boolean goesAgain(UserOutcome outcome) {
    return outcome instanceof NotSent || outcome instanceof Unconfirmed;
  }

  private void updateEnds(StoredUpdate update) {
    updates--;
    update.message().updateEnds();
    if (update.message().open() == 0) {
      messageEnds(update.message());
    } else {
      journal.updateFinal(update.message().sequence(), update.index());
    }
  }

  private void messageEnds(StoredMessage message) {
    bytes -= message.bytes();
    open.remove(message.sequence());
    journal.messageFinal(message.sequence());
  }

  /**
   * Sends ready updates, waits for their outcomes, and closes the forwarder, which abandons the
   * rest. Updates that are not final stay in the journal. Closing twice has no effect.
   */
  public synchronized void close(Duration patience) {
    if (closed) {
      return;
    }
    closed = true;
    thread.execute(
        () -> {
          proceed();
          stopping = true;
          queue.flush();
          if (lanesInFlight == 0) {
            nothingInFlight.complete(null);
          }
        });
    await(patience);
    forwarder.close();
    queue.close();
    await(LONGEST_END);
    renames.close();
    CompletableFuture.runAsync(log::report, thread).join();
    thread.close();
  }

  private void await(Duration patience) {
    try {
      nothingInFlight.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Updates in flight stay in the journal.
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it exceptionally", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
