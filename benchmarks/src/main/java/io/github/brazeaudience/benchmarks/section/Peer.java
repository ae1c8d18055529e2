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
 * @param installed what is there if the run script could install it
 * @param program how it is started
 * @param slow whether it pushes fewer users
 * @param chooses whether it decides by itself how many requests are under way
 */
record Peer(
    String title,
    Path directory,
    Path installed,
    List<String> program,
    boolean slow,
    boolean chooses) {
  /** All that there are. */
  static List<Peer> of(Lab lab) throws IOException {
    Path node = lab.ofModule("peers/node");
    Path modules = node.resolve("node_modules");
    Path analytics = lab.ofModule("peers/analytics-java");
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
            List.of(Child.javaProgram(), "-cp", classPath, "AnalyticsClient.java"),
            true,
            true));
  }

  boolean isInstalled() {
    return Files.exists(installed) && Child.isProgram(program.get(0));
  }

  List<String> command(String url, int inFlight) {
    List<String> command = new ArrayList<>(program);
    command.add(url);
    command.add(Integer.toString(inFlight));
    return command;
  }
}
