package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.Child;
import io.github.brazeaudience.benchmarks.process.Door;
import io.github.brazeaudience.benchmarks.push.PushClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Contenders that push users round by round, so that what disturbs one disturbs all. Those that are
 * compared have several processes one after the other, because the compiler does not make the same
 * of each: two processes of one program may differ by a tenth for as long as they live.
 */
final class Race {
  private static final int SLOW_WARM_UPS = 2;

  private final Lab lab;
  private final Door door;
  private final int inFlight;
  private final Map<String, Runner> runners = new LinkedHashMap<>();

  /** Starts a process of a contender. */
  private interface Start {
    Child child() throws IOException;
  }

  /** A contender: how often it starts, how many users it pushes in a round, how many in vain. */
  private static final class Runner {
    private final Start start;
    private final int forks;
    private final int users;
    private final int warmUps;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> cpuNanos = new ArrayList<>();
    private long bytes;

    Runner(Start start, int forks, int users, int warmUps) {
      this.start = start;
      this.forks = forks;
      this.users = users;
      this.warmUps = warmUps;
    }

    double bytesPerUser() {
      return bytes / ((double) users * nanos.size());
    }
  }

  Race(Lab lab, Door door, int inFlight) {
    this.lab = lab;
    this.door = door;
    this.inFlight = inFlight;
  }

  private Size.Push size() {
    return lab.size().push();
  }

  Door door() {
    return door;
  }

  int inFlight() {
    return inFlight;
  }

  String title() {
    String way =
        switch (door) {
          case HTTP, FAR -> "HTTP/1.1";
          case TLS -> "HTTP/1.1 over TLS";
          case HTTP2 -> "HTTP/2 over TLS";
        };
    return String.format(Locale.ROOT, "%s, %d in flight", way, inFlight);
  }

  /** With contenders that are compared closely. */
  Race with(String... contenders) {
    return with(size().forks(), contenders);
  }

  /** With contenders that are there to be looked at. */
  Race beside(String... contenders) {
    return with(1, contenders);
  }

  private Race with(int forks, String... contenders) {
    for (String contender : contenders) {
      Start start =
          () ->
              Child.java(
                  List.of(),
                  PushClient.class,
                  contender,
                  door.scheme(),
                  lab.server().port(door),
                  lab.server().certificate(),
                  inFlight);
      runners.put(contender, new Runner(start, forks, size().users(), size().warmUps()));
    }
    return this;
  }

  Race besidePeers() throws IOException {
    String url = "http://127.0.0.1:" + lab.server().port(door);
    for (Peer peer : Peer.of(lab)) {
      if (peer.isInstalled() && !(peer.chooses() && inFlight > 1)) {
        Start start = () -> Child.start(peer.directory().toFile(), peer.command(url, inFlight));
        runners.put(peer.title(), runner(peer, start));
      }
    }
    return this;
  }

  private Runner runner(Peer peer, Start start) {
    return peer.slow()
        ? new Runner(start, 1, size().slowUsers(), Math.min(SLOW_WARM_UPS, size().warmUps()))
        : new Runner(start, 1, size().users(), size().warmUps());
  }

  /** Runs all rounds; no process outlives it. */
  List<Result> run() throws IOException {
    for (int fork = 0; fork < size().forks(); fork++) {
      run(fork);
    }
    checkBytes();
    List<Result> results = new ArrayList<>();
    runners.forEach(
        (name, runner) ->
            results.add(new Result(name, runner.nanos, runner.cpuNanos, runner.bytesPerUser())));
    return results;
  }

  private void run(int fork) throws IOException {
    Map<Runner, Child> running = new LinkedHashMap<>();
    try {
      for (Runner runner : runners.values()) {
        if (fork < runner.forks) {
          running.put(runner, runner.start.child());
        }
      }
      for (int round = -size().warmUps(); round < size().rounds(); round++) {
        for (Map.Entry<Runner, Child> entry : running.entrySet()) {
          if (round >= -entry.getKey().warmUps) {
            push(entry.getKey(), entry.getValue(), round);
          }
        }
      }
    } finally {
      for (Child child : running.values()) {
        child.close();
      }
    }
  }

  private void push(Runner runner, Child child, int round) throws IOException {
    long bytesBefore = lab.server().bytes();
    JsonNode answer = child.ask(Integer.toString(runner.users));
    if (round >= 0) {
      runner.nanos.add(answer.get("nanos").asDouble() / runner.users);
      runner.cpuNanos.add(answer.get("cpuNanos").asDouble() / runner.users);
      runner.bytes += lab.server().bytes() - bytesBefore;
    }
  }

  private void checkBytes() {
    Runner library = runners.get("library");
    Runner floor = runners.get("floor");
    if (library != null && floor != null && library.bytes != floor.bytes) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the library sent %d bytes and the floor %d",
              library.bytes,
              floor.bytes));
    }
  }
}
