package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of another project, with its own language or class path.
 *
 * @param title the name and the version
 * @param directory the working directory
 * @param installed a file that exists if the run script has installed the client
 * @param program the command that starts it
 * @param slow true if it pushes fewer users
 * @param ownConcurrency true if the number of requests in flight cannot be set
 */
record Peer(
    String title,
    Path directory,
    Path installed,
    List<String> program,
    boolean slow,
    boolean ownConcurrency) {
  /** Returns all peers, installed or not. */
  static List<Peer> of(BenchmarkContext context) throws IOException {
    Path node = context.resolve("peers/node");
    Path modules = node.resolve("node_modules");
    Path analytics = context.resolve("peers/analytics-java");
    Path jars = analytics.resolve("target/classpath");
    String classPath =
        Files.exists(jars) ? Files.readString(jars, StandardCharsets.UTF_8).strip() : "";
    return List.of(
        new Peer(
            "braze-api 2.13.4, Node",
            node,
            modules.resolve("braze-api"),
            List.of("node", "client.js", "braze-api"),
            false,
            false),
        new Peer(
            "Segment's Braze destination 3.497.0, Node",
            node,
            modules.resolve("@segment/action-destinations"),
            List.of("node", "client.js", "segment"),
            true,
            false),
        new Peer(
            "analytics-java 3.5.4",
            analytics,
            jars,
            List.of(ChildProcess.javaCommand(), "-cp", classPath, "AnalyticsClient.java"),
            true,
            true));
  }

  boolean isInstalled() {
    return Files.exists(installed) && ChildProcess.isInstalled(program.get(0));
  }

  List<String> command(String url, int inFlight) {
    List<String> command = new ArrayList<>(program);
    command.add(url);
    command.add(Integer.toString(inFlight));
    return command;
  }
}
