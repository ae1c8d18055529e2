package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of another project, in its own language or with its own class path.
 *
 * @param title its name and version
 * @param directory where its program is
 * @param program how it is started
 * @param slow whether it pushes fewer users
 */
record Peer(String title, Path directory, List<String> program, boolean slow) {
  List<String> command(String url, int inFlight) {
    List<String> command = new ArrayList<>(program);
    command.add(url);
    command.add(Integer.toString(inFlight));
    return command;
  }

  /** Those that the run script could install. */
  static List<Peer> installed(Lab lab, int inFlight) throws IOException {
    List<Peer> peers = new ArrayList<>();
    Path node = lab.ofModule("peers/node");
    if (Files.isDirectory(node.resolve("node_modules/braze-api"))) {
      peers.add(
          new Peer(
              "braze-api 2.13.4, Node", node, List.of("node", "client.js", "braze-api"), false));
    }
    if (Files.isDirectory(node.resolve("node_modules/@segment/action-destinations"))) {
      peers.add(
          new Peer(
              "Segment's Braze destination 3.497.0, Node",
              node,
              List.of("node", "client.js", "segment"),
              true));
    }
    Path analytics = lab.ofModule("peers/analytics-java");
    Path classPath = analytics.resolve("target/classpath");
    if (inFlight == 1 && Files.exists(classPath)) {
      String jars = Files.readString(classPath, StandardCharsets.UTF_8).strip();
      peers.add(
          new Peer(
              "analytics-java 3.5.4",
              analytics,
              List.of(Child.javaProgram(), "-cp", jars, "AnalyticsClient.java"),
              true));
    }
    return peers;
  }
}
