package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Process that forwards batches of random changes with a shared store, each until every change is
 * accepted, and records the number of the batch. A process that is started again repeats the last
 * batch, which changes nothing that was accepted. Each process has its own audiences.
 */
final class StoreProcess {
  static final String NAMESPACE = "workspace";
  static final int CHANGES = 60;
  private static final int AUDIENCES = 4;

  private StoreProcess() {}

  /** Arguments: URL, table, port of Braze, number of the process, seed, users, batches. */
  public static void main(String[] arguments) throws Exception {
    DataSource source = new CheckingPool(Databases.postgres(arguments[0]));
    String table = arguments[1];
    int number = Integer.parseInt(arguments[3]);
    long seed = Long.parseLong(arguments[4]);
    int users = Integer.parseInt(arguments[5]);
    int batches = Integer.parseInt(arguments[6]);
    try (JdbcMembershipStore store = JdbcMembershipStore.builder(source).table(table).build();
        AudienceForwarder forwarder =
            ProcessForwarders.builder(Integer.parseInt(arguments[2]))
                .membership(
                    store,
                    MembershipPolicy.defaults()
                        .withNamespace(NAMESPACE)
                        .withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE))
                .build()) {
      for (int batch = done(source, table, number); batch < batches; batch++) {
        List<MembershipChange> open = changes(seed, number, batch, users);
        while (!open.isEmpty()) {
          open =
              forwarder.forward(open).outcomes().stream()
                  .filter(it -> !(it instanceof Accepted) && !(it instanceof Unchanged))
                  .map(it -> (MembershipChange) it.update())
                  .toList();
        }
        record(source, table, number, batch + 1);
      }
    }
  }

  private static int done(DataSource source, String table, int number) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT done FROM %s_done WHERE process = ?".formatted(table))) {
      statement.setInt(1, number);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static void record(DataSource source, String table, int number, int done)
      throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE %s_done SET done = ? WHERE process = ?".formatted(table))) {
      statement.setInt(1, done);
      statement.setInt(2, number);
      statement.executeUpdate();
    }
  }

  /** Returns the changes of a batch, which depend only on the arguments. */
  private static List<MembershipChange> changes(long seed, int number, int batch, int users) {
    List<MembershipChange> changes = new ArrayList<>();
    forEach(
        seed,
        number,
        batch,
        users,
        (user, audience, enters) -> {
          List<Audience> one = List.of(Audience.of(audience));
          UserProfile profile = UserProfile.ofCustomerId(user);
          changes.add(
              enters
                  ? MembershipChange.of(profile, one, List.of())
                  : MembershipChange.of(profile, List.of(), one));
        });
    return changes;
  }

  /** Applies all batches of a process to sets of audiences. */
  static void applyAll(
      long seed, int number, int batches, int users, Map<String, Set<Long>> audiences) {
    for (int batch = 0; batch < batches; batch++) {
      forEach(
          seed,
          number,
          batch,
          users,
          (user, audience, enters) -> {
            Set<Long> of = audiences.computeIfAbsent(user, first -> new TreeSet<>());
            if (enters) {
              of.add(audience);
            } else {
              of.remove(audience);
            }
          });
    }
  }

  @FunctionalInterface
  private interface Change {
    void accept(String user, long audience, boolean enters);
  }

  private static void forEach(long seed, int number, int batch, int users, Change change) {
    SplittableRandom random = new SplittableRandom(seed + 31L * number + 1_000_003L * batch);
    for (int i = 0; i < CHANGES; i++) {
      long audience = 1 + (long) number * AUDIENCES + random.nextInt(AUDIENCES);
      change.accept("u-" + random.nextInt(users), audience, random.nextInt(3) > 0);
    }
  }
}
