package io.github.brazeaudience.benchmarks.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.brazeaudience.benchmarks.process.ChildProcess;
import io.github.brazeaudience.benchmarks.report.Goal;
import io.github.brazeaudience.benchmarks.report.Numbers;
import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.run.StoreRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures the membership stores in a file and in PostgreSQL. */
public final class StoreSection implements Section {
  private static final String HEAP = "-Xmx768m";
  private static final double MEBIBYTE = 1 << 20;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Map<Integer, Integer> TARGETS_FILE =
      Map.of(1_000_000, 100_000, 10_000_000, 50_000);
  private static final double TARGET_POSTGRES = 10_000;
  private static final int USERS_PER_RECORD = 4;

  @Override
  public String name() {
    return "store";
  }

  @Override
  public void run(BenchmarkContext context, Report report) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    for (int users : context.size().store().users()) {
      JsonNode measured = measured(context, users);
      rows.add(row(users, measured));
      Integer target = TARGETS_FILE.get(users);
      if (target != null) {
        double accepted = NANOS_PER_SECOND / measured.get("markAndAccept").get("nanos").asDouble();
        report.goal(
            new Goal(
                "file store, " + Numbers.count(users) + " users known, marked and accepted",
                "> " + Numbers.count(target) + " users/s",
                Numbers.rounded(accepted) + " users/s",
                accepted >= target));
      }
    }
    report.heading("Membership store");
    report.paragraph(
        """
        `FileMembershipStore` in a process with `%s`. User ids are random UUIDs; each user is in three audiences and has an email. The
        store is filled, every user is changed, then %s random users are read and the same number is updated, 75 per call as for a request. *Marked and
        accepted* is the work of a request: two updates per user. The longest call is the longest update. The heap usage is measured
        after a garbage collection.\
        """
            .formatted(HEAP, Numbers.count(context.size().store().records())));
    report.table(
        List.of(
            "users",
            "filled, users/s",
            "every user changed, users/s",
            "read/s",
            "updated/s",
            "marked and accepted/s",
            "CPU µs/update",
            "longest call",
            "file bytes/user",
            "heap MiB"),
        rows);
    inPostgres(context, report);
  }

  /** Measures the store in PostgreSQL, which has its own process on this machine. */
  private static void inPostgres(BenchmarkContext context, Report report) throws Exception {
    int users = context.size().store().postgresUsers();
    int records = users / USERS_PER_RECORD;
    JsonNode measured;
    try (ChildProcess child =
        ChildProcess.startJava(List.of(), StoreRun.class, StoreRun.POSTGRES, users, records)) {
      measured = child.readResponse();
    }
    double accepted = NANOS_PER_SECOND / measured.get("markAndAccept").get("nanos").asDouble();
    report.goal(
        new Goal(
            "PostgreSQL store, " + Numbers.count(users) + " users, marked and accepted",
            "> 10,000 users/s",
            Numbers.rounded(accepted) + " users/s",
            accepted >= TARGET_POSTGRES));
    report.paragraph(
        String.format(
            Locale.ROOT,
            """
            `JdbcMembershipStore` on PostgreSQL beside it on this machine: %s users/s filled, then %s users/s marked and accepted by one
            thread, 75 per call, over %s random users: each call reads and leases the users, marks their records, and
            accepts their write with the end of the lease.\
            """,
            perSecond(measured.get("fill")),
            perSecond(measured.get("markAndAccept")),
            Numbers.count(records)));
  }

  private static JsonNode measured(BenchmarkContext context, int users) throws Exception {
    Path file = context.directory().resolve("users.store");
    try (ChildProcess child =
        ChildProcess.startJava(
            List.of(HEAP), StoreRun.class, file, users, context.size().store().records())) {
      return child.readResponse();
    }
  }

  private static List<String> row(int users, JsonNode measured) {
    return List.of(
        Numbers.count(users),
        perSecond(measured.get("fill")),
        perSecond(measured.get("change")),
        perSecond(measured.get("read")),
        perSecond(measured.get("update")),
        perSecond(measured.get("markAndAccept")),
        Numbers.ratio(measured.get("update").get("cpuNanos").asDouble() / 1_000),
        Numbers.count(measured.get("update").get("longestNanos").asDouble() / 1_000_000) + " ms",
        Numbers.count(measured.get("fileBytes").asDouble() / users),
        Numbers.count(measured.get("heapBytes").asDouble() / MEBIBYTE));
  }

  private static String perSecond(JsonNode measured) {
    return Numbers.rounded(NANOS_PER_SECOND / measured.get("nanos").asDouble());
  }
}
