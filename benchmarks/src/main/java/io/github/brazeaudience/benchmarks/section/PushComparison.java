package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.process.ServerEndpoint;
import io.github.brazeaudience.benchmarks.push.PushClient;
import io.github.brazeaudience.payload.PayloadLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the throughput of contenders on one endpoint. The contenders take turns, so a
 * disturbance of the machine affects all of them.
 */
final class PushComparison {
  private static final int SLOW_WARM_UPS = 2;
  private static final int PROFILED_ROUNDS = 5;
  private static final String LIBRARY = "library";

  private final BenchmarkContext context;
  private final ServerEndpoint endpoint;
  private final int inFlight;
  private Size.Push size;
  private final Map<String, Participant> participants = new LinkedHashMap<>();

  /** Starts the process of a contender. */
  private interface ProcessStarter {
    ChildProcess start() throws IOException;
  }

  /** A contender, its amount of work and its measurements. */
  private static final class Participant {
    private final ProcessStarter starter;
    private final int forks;
    private final int users;
    private final int warmUps;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> cpuNanos = new ArrayList<>();
    private final List<Double> allocatedBytes = new ArrayList<>();
    private final List<Double> switches = new ArrayList<>();
    private double callerBytes;
    private double serialShare;
    private long bytes;

    Participant(ProcessStarter starter, int forks, int users, int warmUps) {
      this.starter = starter;
      this.forks = forks;
      this.users = users;
      this.warmUps = warmUps;
    }

    double bytesPerUser() {
      return bytes / ((double) users * nanos.size());
    }
  }

  PushComparison(BenchmarkContext context, ServerEndpoint endpoint, int inFlight) {
    this.context = context;
    this.endpoint = endpoint;
    this.inFlight = inFlight;
    this.size = context.size().push();
  }

  private Size.Push size() {
    return size;
  }

  /** Measures fewer rounds. */
  PushComparison withRounds(int warmUps, int rounds) {
    size =
        new Size.Push(
            size.inFlight(), size.forks(), warmUps, rounds, size.users(), size.slowUsers());
    return this;
  }

  ServerEndpoint endpoint() {
    return endpoint;
  }

  int inFlight() {
    return inFlight;
  }

  String title() {
    String protocol =
        switch (endpoint) {
          case HTTP, RATE_LIMITED -> "HTTP/1.1";
          case TLS -> "HTTP/1.1 over TLS";
          case HTTP2 -> "HTTP/2 over TLS";
        };
    return String.format(Locale.ROOT, "%s, %d in flight", protocol, inFlight);
  }

  /**
   * Adds contenders that run in several processes, one after the other. The JIT compiler compiles
   * each process differently, and the throughput of two processes can differ by 10 %.
   */
  PushComparison withForks(String... contenders) {
    return with(size().forks(), contenders);
  }

  /** Adds contenders that run in one process each. */
  PushComparison withOneProcess(String... contenders) {
    return with(1, contenders);
  }

  private PushComparison with(int forks, String... contenders) {
    for (String contender : contenders) {
      ProcessStarter starter =
          () ->
              ChildProcess.startJava(
                  List.of(),
                  PushClient.class,
                  contender,
                  endpoint.scheme(),
                  context.server().port(endpoint),
                  context.server().certificate(),
                  inFlight);
      participants.put(
          contender, new Participant(starter, forks, size().users(), size().warmUps()));
    }
    return this;
  }

  /** Adds the installed peers. */
  PushComparison withPeers() throws IOException {
    String url = "http://127.0.0.1:" + context.server().port(endpoint);
    for (Peer peer : Peer.of(context)) {
      if (peer.isInstalled() && !(peer.ownConcurrency() && inFlight > 1)) {
        ProcessStarter starter =
            () -> ChildProcess.start(peer.directory().toFile(), peer.command(url, inFlight));
        participants.put(peer.title(), participant(peer, starter));
      }
    }
    return this;
  }

  private Participant participant(Peer peer, ProcessStarter starter) {
    return peer.slow()
        ? new Participant(starter, 1, size().slowUsers(), Math.min(SLOW_WARM_UPS, size().warmUps()))
        : new Participant(starter, 1, size().users(), size().warmUps());
  }

  /** Runs all rounds and ends all processes. */
  List<PushResult> run() throws IOException {
    for (int fork = 0; fork < size().forks(); fork++) {
      run(fork);
    }
    checkBytes();
    List<PushResult> results = new ArrayList<>();
    participants.forEach(
        (name, it) ->
            results.add(
                new PushResult(
                    name,
                    it.nanos,
                    it.cpuNanos,
                    it.allocatedBytes,
                    it.switches,
                    it.callerBytes,
                    it.serialShare,
                    it.bytesPerUser())));
    return results;
  }

  private void run(int fork) throws IOException {
    Map<Participant, ChildProcess> running = new LinkedHashMap<>();
    try {
      for (Participant participant : participants.values()) {
        if (fork < participant.forks) {
          running.put(participant, participant.starter.start());
        }
      }
      for (int round = -size().warmUps(); round < size().rounds(); round++) {
        for (Map.Entry<Participant, ChildProcess> entry : running.entrySet()) {
          if (round >= -entry.getKey().warmUps) {
            push(entry.getKey(), entry.getValue(), round);
          }
        }
      }
      Participant library = participants.get(LIBRARY);
      ChildProcess process = library == null ? null : running.get(library);
      if (library != null && process != null) {
        profile(library, process);
      }
    } finally {
      for (ChildProcess process : running.values()) {
        process.close();
      }
    }
  }

  /** Measures what only the library has: updates that the caller creates, and an executor. */
  private static void profile(Participant library, ChildProcess process) throws IOException {
    JsonNode created = process.request("create " + library.users);
    library.callerBytes = created.get("allocatedBytes").asDouble() / library.users;
    JsonNode samples = process.request("profile " + PROFILED_ROUNDS * library.users);
    library.serialShare =
        samples.get("serial").asDouble() / Math.max(1, samples.get("samples").asInt());
  }

  private void push(Participant participant, ChildProcess process, int round) throws IOException {
    long bytesBefore = context.server().bodyBytes();
    JsonNode response = process.request("push " + participant.users);
    if (round >= 0) {
      participant.nanos.add(response.get("nanos").asDouble() / participant.users);
      participant.cpuNanos.add(response.get("cpuNanos").asDouble() / participant.users);
      JsonNode allocated = response.get("allocatedBytes");
      if (allocated != null) {
        participant.allocatedBytes.add(allocated.asDouble() / participant.users);
        double requests = participant.users / (double) PayloadLimits.MAX_OBJECTS;
        participant.switches.add(response.get("switches").asDouble() / requests);
      }
      participant.bytes += context.server().bodyBytes() - bytesBefore;
    }
  }

  private void checkBytes() {
    Participant library = participants.get(LIBRARY);
    Participant baseline = participants.get("baseline");
    if (library != null && baseline != null && library.bytes != baseline.bytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the library sent %d bytes and the baseline %d",
              library.bytes,
              baseline.bytes));
    }
  }
}
