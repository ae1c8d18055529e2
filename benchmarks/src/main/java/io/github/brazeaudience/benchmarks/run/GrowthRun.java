package io.github.brazeaudience.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.policy.RateLimiter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Measures how the cost of a user or a call grows, without a network and on one thread: its CPU
 * time, and the bytes that it allocates, including those of the caller.
 */
public final class GrowthRun {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private static final int FIRST_ID = 11_001;
  private static final int PER_USER = 3;
  private static final int ROUNDS = 3;

  /** The number of memberships per round, so that users in many audiences are fewer. */
  private static final int MEMBERSHIPS = 1_500_000;

  private static final int MAX_USERS = 150_000;

  /** The cost of a user or a call. */
  public record Cost(double cpuNanos, double bytes) {}

  private GrowthRun() {}

  /**
   * Runs the program.
   *
   * @param args the largest number of users, of distinct audiences and of calls
   */
  public static void main(String[] args) throws Exception {
    int largest = Integer.parseInt(args[0]);
    Map<String, Map<Integer, Cost>> result = new LinkedHashMap<>();
    for (int users : upTo(largest, 1_000, 100_000, 100_000, 300_000, 1_000_000)) {
      put(result, "users", users, stream(SendSegmentsAs.SINGLE_ATTRIBUTE, users, first(PER_USER)));
    }
    for (int audiences : List.of(1, 3, 10, 30, 33, 100, 300, 500)) {
      put(
          result,
          "audiences",
          audiences,
          best(
              SendSegmentsAs.ARRAY_ATTRIBUTE,
              Math.min(largest, users(audiences)),
              first(audiences)));
    }
    for (int distinct : upTo(largest, 100, 1_000, 10_000, 20_000, 50_000, 100_000)) {
      put(
          result,
          "distinct",
          distinct,
          best(
              SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT,
              Math.min(largest, MAX_USERS),
              distinct(distinct)));
    }
    openCalls(Math.min(largest, 1_000)); // Warms up.
    for (int calls : upTo(largest, 100, 1_000, 10_000)) {
      put(result, "calls", calls, openCalls(calls));
    }
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private static List<Integer> upTo(int largest, Integer... sizes) {
    return Arrays.stream(sizes).filter(size -> size <= largest).toList();
  }

  private static void put(
      Map<String, Map<Integer, Cost>> result, String table, int size, Cost cost) {
    result.computeIfAbsent(table, first -> new LinkedHashMap<>()).put(size, cost);
  }

  private static int users(int audiences) {
    return Math.min(MAX_USERS, MEMBERSHIPS / audiences);
  }

  private static IntFunction<List<Audience>> first(int count) {
    List<Audience> audiences = audiences(count);
    return user -> audiences;
  }

  /** Three of the audiences for each user, in turn. */
  private static IntFunction<List<Audience>> distinct(int count) {
    List<Audience> audiences = audiences(count + PER_USER);
    return user -> audiences.subList(user * 7 % count, user * 7 % count + PER_USER);
  }

  private static List<Audience> audiences(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Audience.of(FIRST_ID + i, "Possible Parisians " + i))
        .toList();
  }

  private static Cost best(SendSegmentsAs mode, int users, IntFunction<List<Audience>> audiences) {
    Cost best = stream(mode, users, audiences); // Warms up.
    for (int round = 0; round < ROUNDS; round++) {
      Cost cost = stream(mode, users, audiences);
      best = new Cost(Math.min(best.cpuNanos, cost.cpuNanos), Math.min(best.bytes, cost.bytes));
    }
    return best;
  }

  private static AudienceForwarder forwarder(SendSegmentsAs mode, InlineTransport transport) {
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder()
                .restApiKey("key")
                .sendSegmentsAs(mode)
                .arrayMaxLength(500)
                .build(),
            transport)
        .rateLimiter(RateLimiter.off())
        .maxInFlight(4)
        .callbackExecutor(Runnable::run)
        .build();
  }

  private static Cost stream(
      SendSegmentsAs mode, int users, IntFunction<List<Audience>> audiences) {
    try (AudienceForwarder forwarder = forwarder(mode, InlineTransport.immediate())) {
      Iterator<MembershipSnapshot> updates =
          IntStream.range(0, users).mapToObj(i -> update(i, audiences.apply(i))).iterator();
      return measured(
          users,
          () -> {
            if (forwarder.forwardAll(updates, outcome -> {}).accepted() != users) {
              throw new IllegalStateException("not all users were accepted");
            }
          });
    }
  }

  private static MembershipSnapshot update(int number, List<Audience> audiences) {
    return MembershipSnapshot.of(
        UserProfile.ofCustomerId("user-" + (10_000_000 + number)), audiences);
  }

  /** Calls of one user each, which are all open before the first response arrives. */
  private static Cost openCalls(int calls) {
    InlineTransport transport = InlineTransport.held();
    IntFunction<List<Audience>> audiences = first(PER_USER);
    try (AudienceForwarder forwarder = forwarder(SendSegmentsAs.SINGLE_ATTRIBUTE, transport)) {
      List<ForwardCall> open = new ArrayList<>(calls);
      return measured(
          calls,
          () -> {
            for (int i = 0; i < calls; i++) {
              open.add(forwarder.forwardAsync(List.of(update(i, audiences.apply(i)))));
            }
            transport.completeAll();
            open.forEach(call -> call.report().toCompletableFuture().join());
          });
    }
  }

  private static Cost measured(int count, Runnable task) {
    long thread = Thread.currentThread().getId();
    long bytes = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    task.run();
    return new Cost(
        (THREADS.getCurrentThreadCpuTime() - cpu) / (double) count,
        (THREADS.getThreadAllocatedBytes(thread) - bytes) / (double) count);
  }
}
