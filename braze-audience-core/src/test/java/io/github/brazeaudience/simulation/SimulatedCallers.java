package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;

/**
 * Callers that submit updates to a forwarder and collect the outcomes. Each update gets a unique
 * number when it is submitted.
 */
public final class SimulatedCallers {
  /** Time within which every call must end after a deadline, a cancel or a close. */
  public static final Duration END_TOLERANCE = Duration.ofSeconds(6);

  /** A call whose updates are written in order. */
  record Call(String name) {}

  private final RunSettings settings;
  private final AudienceForwarder forwarder;
  private final VirtualTime time;
  private final Random random;
  private final Map<Long, Call> inputs = new LinkedHashMap<>();
  private final List<UserOutcome> outcomes = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<Call, ForwardCall> open = new LinkedHashMap<>();
  private final Set<Call> stopped = new HashSet<>();
  private long requests;
  private int calls;
  private long numbers;

  public SimulatedCallers(RunSettings settings, AudienceForwarder forwarder) {
    this.settings = settings;
    this.forwarder = forwarder;
    this.time = settings.time;
    this.random = settings.random;
  }

  private AudienceUpdate next(Call call) {
    long number = ++numbers;
    inputs.put(number, call);
    UserProfile.Builder user = UserProfile.builder();
    int which = random.nextInt(settings.users);
    if (which > 0 || random.nextBoolean()) {
      user.customerId("u-" + (settings.distinctUsers ? number : which));
    }
    if (settings.pushTokens && random.nextBoolean()) {
      user.pushToken(PushToken.of(PushPlatform.IOS, "token-" + number));
    }
    return MembershipSnapshot.of(user.build(), Audience.of(number, String.valueOf(number)));
  }

  private List<AudienceUpdate> next(Call call, int count) {
    List<AudienceUpdate> updates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      updates.add(next(call));
    }
    return updates;
  }

  private Call call(String kind) {
    return new Call(kind + " " + ++calls);
  }

  public void forward(int count) {
    List<AudienceUpdate> updates = next(call("forward"), count);
    Duration begin = time.elapsed();
    addReport(forwarder.forward(updates), updates, begin);
  }

  public void forwardAsync(int count) {
    Call call = call("forwardAsync");
    List<AudienceUpdate> updates = next(call, count);
    Duration begin = time.elapsed();
    ForwardCall handle = forwarder.forwardAsync(updates);
    open.put(call, handle);
    var unused =
        handle
            .report()
            .thenAccept(
                report -> {
                  open.remove(call);
                  addReport(report, updates, begin);
                });
  }

  private void addReport(ForwardReport report, List<AudienceUpdate> updates, Duration begin) {
    Duration took = time.elapsed().minus(begin);
    if (took.compareTo(settings.retry.deadline().plus(END_TOLERANCE)) > 0) {
      violations.add("a call took " + took);
    }
    outcomes.addAll(report.outcomes());
    requests += report.requests();
    List<AudienceUpdate> reported = report.outcomes().stream().map(UserOutcome::update).toList();
    if (!reported.equals(updates)) {
      violations.add("a report does not list the updates of its call in their order");
    }
  }

  /** Forwards a stream from a source that may be slow. */
  public void forwardAll(int count) {
    Call call = call("forwardAll");
    long[] pulled = new long[1];
    long pauseNanos = settings.span.toNanos() / count;
    Iterator<AudienceUpdate> source =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return pulled[0] < count;
          }

          @Override
          public AudienceUpdate next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            pulled[0]++;
            if (pauseNanos > 0) {
              time.advance(Duration.ofNanos((long) (2 * random.nextDouble() * pauseNanos)));
            }
            return SimulatedCallers.this.next(call);
          }
        };
    List<UserOutcome> handled = new ArrayList<>(count);
    ForwardSummary summary = forwarder.forwardAll(source, handled::add);
    outcomes.addAll(handled);
    requests += summary.requests();
    if (summary.updates() != pulled[0] || handled.size() != pulled[0]) {
      violations.add(
          String.format(Locale.ROOT, "%d updates were pulled, but %s", pulled[0], summary));
    }
  }

  /** Opens a queue and schedules bursts of offers at random instants. */
  public AudienceQueue queue(int count) {
    Duration linger = Duration.ofMillis(random.nextInt(3) * 400L);
    int capacity = random.nextBoolean() ? count : 1 + count / 4;
    AudienceQueue queue = forwarder.queue().capacity(capacity).linger(linger).build();
    Call call = call("queue");
    for (int left = count; left > 0; ) {
      int burst = Math.min(left, 1 + random.nextInt(60));
      left -= burst;
      boolean flush = random.nextInt(4) == 0;
      time.schedule(
          () -> {
            for (int i = 0; i < burst; i++) {
              offer(queue, call);
            }
            if (flush) {
              var unused = queue.flush();
            }
          },
          settings.randomInstant());
    }
    return queue;
  }

  /** Offers one more update. */
  public void offer(AudienceQueue queue) {
    offer(queue, call("queue"));
  }

  /** Offers an update and forgets it if the queue is full. */
  private void offer(AudienceQueue queue, Call call) {
    AudienceUpdate update = next(call);
    queue
        .offer(update)
        .ifPresentOrElse(
            outcome -> outcome.thenAccept(outcomes::add),
            () -> inputs.remove(Simulation.id(update)));
  }

  /** Cancels a random open call of {@link #forwardAsync}. */
  void cancelOne() {
    if (!open.isEmpty()) {
      Call call = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
      stopped.add(call);
      open.get(call).cancel();
      time.schedule(
          () -> {
            if (open.containsKey(call)) {
              violations.add("a call did not end after it was cancelled");
            }
          },
          END_TOLERANCE);
    }
  }

  /** Returns the call of each update by its number. */
  Map<Long, Call> inputs() {
    return inputs;
  }

  /** Returns the calls that must not start another request. */
  Set<Call> stopped() {
    return stopped;
  }

  public List<UserOutcome> outcomes() {
    return outcomes;
  }

  /** Returns the number of requests in all reports. */
  public long requests() {
    return requests;
  }

  public List<String> violations() {
    return violations;
  }
}
