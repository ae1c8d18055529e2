package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.Child;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.StoreRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The membership store in a file, with more and more users in it. */
public final class StoreSection implements Section {
  private static final String HEAP = "-Xmx768m";
  private static final double MEBIBYTE = 1 << 20;

  @Override
  public String name() {
    return "store";
  }

  @Override
  public void run(Lab lab, Report report) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (int users : lab.size().store().users()) {
      rows.add(row(users, measured(lab, users)));
    }
    report.heading("The membership store");
    report.paragraph(
        """
        `FileMembershipStore` with users whose ids have no order, as UUIDs have none, each in three audiences and with an email, in a
        process with `%s`. It is filled, then %s users are looked up at random and as many updated, 75 in a call as for a request.
        *Marked and accepted* is what a request needs: two updates of each user. The longest call is that of an update; the heap is
        what is in use after a collection."""
            .formatted(HEAP, Numbers.count(lab.size().store().records())));
    report.table(
        List.of(
            "users in it",
            "filled, users/s",
            "looked up/s",
            "updated/s",
            "marked and accepted/s",
            "CPU µs/update",
            "longest call",
            "file bytes/user",
            "heap MiB"),
        rows);
  }

  private static JsonNode measured(Lab lab, int users) throws Exception {
    Path file = lab.directory().resolve("users.store");
    try (Child child =
        Child.java(List.of(HEAP), StoreRun.class, file, users, lab.size().store().records())) {
      return child.answer();
    }
  }

  private static List<String> row(int users, JsonNode measured) {
    return List.of(
        Numbers.count(users),
        perSecond(measured.get("fill")),
        perSecond(measured.get("lookUp")),
        perSecond(measured.get("update")),
        perSecond(measured.get("markAndAccept")),
        Numbers.ratio(measured.get("update").get("cpuNanos").asDouble() / 1_000),
        Numbers.count(measured.get("update").get("longestNanos").asDouble() / 1_000_000) + " ms",
        Numbers.count(measured.get("fileBytes").asDouble() / users),
        Numbers.count(measured.get("heapBytes").asDouble() / MEBIBYTE));
  }

  private static String perSecond(JsonNode measured) {
    return Numbers.rounded(1e9 / measured.get("nanos").asDouble());
  }
}
