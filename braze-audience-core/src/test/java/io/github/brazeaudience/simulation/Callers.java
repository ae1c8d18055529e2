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
 * Those who hand updates to a forwarder, and what they get for them. Each update has a number of
 * its own, given when it is handed in.
 */
public final class Callers {
  /** How long it may take after a deadline, a cancel or a close until all has ended. */
  public static final Duration TO_END = Duration.ofSeconds(6);

  /** A call whose updates are served in order. */
  record Call(String name) {}

  private final Setting setting;
  private final AudienceForwarder forwarder;
  private final VirtualTime time;
  private final Random random;
  private final Map<Long, Call> inputs = new LinkedHashMap<>();
  private final List<UserOutcome> outcomes = new ArrayList<>();
  private final List<String> lies = new ArrayList<>();
  private final Map<Call, ForwardCall> open = new LinkedHashMap<>();
  private final Set<Call> stopped = new HashSet<>();
  private long requests;
  private int calls;
  private long numbers;

  public Callers(Setting setting, AudienceForwarder forwarder) {
    this.setting = setting;
    this.forwarder = forwarder;
    this.time = setting.time;
    this.random = setting.random;
  }

  private AudienceUpdate next(Call call) {
    long number = ++numbers;
    inputs.put(number, call);
    UserProfile.Builder user = UserProfile.builder();
    int which = random.nextInt(setting.users);
    if (which > 0 || random.nextBoolean()) {
      user.customerId("u-" + (setting.distinctUsers ? number : which));
    }
    if (setting.pushTokens && random.nextBoolean()) {
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
    take(forwarder.forward(updates), updates, begin);
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
                  take(report, updates, begin);
                });
  }

  private void take(ForwardReport report, List<AudienceUpdate> updates, Duration begin) {
    Duration took = time.elapsed().minus(begin);
    if (took.compareTo(setting.retry.deadline().plus(TO_END)) > 0) {
      lies.add("a call took " + took);
    }
    outcomes.addAll(report.outcomes());
    requests += report.requests();
    List<AudienceUpdate> answered = report.outcomes().stream().map(UserOutcome::update).toList();
    if (!answered.equals(updates)) {
      lies.add("a report is not of the updates of its call, in their order");
    }
  }

  /** A stream from a source that may be slow. */
  public void forwardAll(int count) {
    Call call = call("forwardAll");
    long[] pulled = new long[1];
    long pauseNanos = setting.span.toNanos() / count;
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
            return Callers.this.next(call);
          }
        };
    List<UserOutcome> handled = new ArrayList<>(count);
    ForwardSummary summary = forwarder.forwardAll(source, handled::add);
    outcomes.addAll(handled);
    requests += summary.requests();
    if (summary.updates() != pulled[0] || handled.size() != pulled[0]) {
      lies.add(String.format(Locale.ROOT, "%d updates were pulled, but %s", pulled[0], summary));
    }
  }

  /** Offers updates in bursts, at random instants from now on. */
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
          setting.instant());
    }
    return queue;
  }

  /** Offers one more update. */
  public void offer(AudienceQueue queue) {
    offer(queue, call("queue"));
  }

  /** What the queue has no room for was not taken. */
  private void offer(AudienceQueue queue, Call call) {
    AudienceUpdate update = next(call);
    queue
        .offer(update)
        .ifPresentOrElse(
            outcome -> outcome.thenAccept(outcomes::add),
            () -> inputs.remove(Simulation.id(update)));
  }

  /** Cancels one of the calls of {@link #forwardAsync} that are open. */
  void cancelOne() {
    if (!open.isEmpty()) {
      Call call = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
      stopped.add(call);
      open.get(call).cancel();
      time.schedule(
          () -> {
            if (open.containsKey(call)) {
              lies.add("a call goes on after it was cancelled");
            }
          },
          TO_END);
    }
  }

  /** By number, the calls that the updates came in. */
  Map<Long, Call> inputs() {
    return inputs;
  }

  /** Calls that may start nothing more. */
  Set<Call> stopped() {
    return stopped;
  }

  public List<UserOutcome> outcomes() {
    return outcomes;
  }

  /** The requests that the reports tell of. */
  public long requests() {
    return requests;
  }

  public List<String> lies() {
    return lies;
  }
}
