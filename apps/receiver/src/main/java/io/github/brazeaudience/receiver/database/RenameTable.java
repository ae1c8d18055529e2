package io.github.brazeaudience.receiver.database;

import io.github.brazeaudience.audience.Audience;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Table of the renamed audiences whose new name is not on all profiles yet. Times are those of the
 * database.
 */
public final class RenameTable {
  private static final int MAX_NAME = 4_000;

  private final JdbcClient jdbc;

  public RenameTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A renamed audience.
   *
   * @param id the position among the rows
   * @param age the time since it arrived
   */
  public record Row(long id, Audience audience, Duration age) {}

  /** Adds a row in the caller's transaction. */
  void add(Audience audience) {
    String name = audience.externalName().orElse("");
    jdbc.sql(
            "insert into braze_audience_receiver_rename (audience_id, audience_name) values (?, ?)")
        .params(audience.id(), name.substring(0, Math.min(MAX_NAME, name.length())))
        .update();
  }

  /** Returns the oldest row. */
  public Optional<Row> first() {
    return jdbc.sql(
            "select id, audience_id, audience_name, added_at, current_timestamp"
                + " from braze_audience_receiver_rename order by id limit 1")
        .query(
            (row, number) ->
                new Row(
                    row.getLong(1),
                    Audience.of(row.getLong(2), row.getString(3)),
                    Duration.between(
                        row.getObject(4, OffsetDateTime.class),
                        row.getObject(5, OffsetDateTime.class))))
        .optional();
  }

  /** Reserves a row for this process for a while. Returns false if another process has it. */
  public boolean lease(Row row) {
    return jdbc.sql(
                "update braze_audience_receiver_rename"
                    + " set leased_until = current_timestamp + interval '10' minute"
                    + " where id = ? and (leased_until is null or leased_until < current_timestamp)")
            .param(row.id())
            .update()
        == 1;
  }

  /** Ends the reservation, because the row is to be tried again. */
  public void release(Row row) {
    jdbc.sql("update braze_audience_receiver_rename set leased_until = null where id = ?")
        .param(row.id())
        .update();
  }

  /** Removes a row whose name is on all profiles. */
  public void remove(Row row) {
    jdbc.sql("delete from braze_audience_receiver_rename where id = ?").param(row.id()).update();
  }
}
