package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.Child;
import io.github.brazeaudience.benchmarks.process.Door;
import io.github.brazeaudience.benchmarks.push.PushClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contenders that push users round by round, so that what disturbs one disturbs all. */
final class Race {
  private static final int SLOW_WARM_UPS = 2;

  private final Lab lab;
  private final Door door;
  private final int inFlight;
  private final Map<String, Runner> runners = new LinkedHashMap<>();

  /** A contender's process, how many users it pushes in a round, and how many rounds in vain. */
  private static final class Runner {
    private final Child child;
    private final int users;
    private final int warmUps;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> cpuNanos = new ArrayList<>();
    private long bytes;

    Runner(Child child, int users, int warmUps) {
      this.child = child;
      this.users = users;
      this.warmUps = warmUps;
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
    return "%s, %d in flight".formatted(way, inFlight);
  }

  Race with(String... contenders) throws IOException {
    for (String contender : contenders) {
      Child child =
          Child.java(
              List.of(),
              PushClient.class,
              contender,
              door.scheme(),
              lab.server().port(door),
              lab.server().certificate(),
              inFlight);
      runners.put(contender, new Runner(child, size().users(), size().warmUps()));
    }
    return this;
  }

  Race withPeers() throws IOException {
    String url = "http://127.0.0.1:" + lab.server().port(door);
    for (Peer peer : Peer.of(lab)) {
      if (peer.isInstalled() && !(peer.chooses() && inFlight > 1)) {
        Child child = Child.start(peer.directory().toFile(), peer.command(url, inFlight));
        runners.put(peer.title(), runner(peer, child));
      }
    }
    return this;
  }

  private Runner runner(Peer peer, Child child) {
    return peer.slow()
        ? new Runner(child, size().slowUsers(), Math.min(SLOW_WARM_UPS, size().warmUps()))
        : new Runner(child, size().users(), size().warmUps());
  }

  /** Runs all rounds; the processes end with it. */
  List<Result> run() throws IOException {
    try {
      for (int round = -size().warmUps(); round < size().rounds(); round++) {
        for (Runner runner : runners.values()) {
          if (round >= -runner.warmUps) {
            push(runner, round);
          }
        }
      }
    } finally {
      for (Runner runner : runners.values()) {
        runner.child.close();
      }
    }
    List<Result> results = new ArrayList<>();
    runners.forEach(
        (name, runner) ->
            results.add(
                new Result(
                    name,
                    runner.nanos,
                    runner.cpuNanos,
                    runner.bytes / ((double) runner.users * size().rounds()))));
    checkBytes();
    return results;
  }

  private void push(Runner runner, int round) throws IOException {
    long bytesBefore = lab.server().bytes();
    JsonNode answer = runner.child.ask(Integer.toString(runner.users));
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
          "the library sent %d bytes and the floor %d".formatted(library.bytes, floor.bytes));
    }
  }
}
