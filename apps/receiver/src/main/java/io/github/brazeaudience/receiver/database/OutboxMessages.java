package io.github.brazeaudience.receiver.database;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.receiver.intake.MessageStore;
import io.github.brazeaudience.spring.AudienceOutbox;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps messages in the outbox, each in one transaction that is on the disk when it returns. */
public final class OutboxMessages implements MessageStore {
  private final TransactionTemplate transactions;
  private final JdbcTemplate jdbc;
  private final AudienceOutbox outbox;
  private final RenameTable renames;
  private final FileSync sync;
  private final Disk disk;
  private final DatabaseState state;
  private final BooleanSupplier full;

  /**
   * Creates a store.
   *
   * @param isFile true if commits must be forced to the disk after they return
   * @param disk the disk of the database; while it fails, nothing is written
   * @param full true while the outbox has reached its limit
   */
  public OutboxMessages(
      TransactionTemplate transactions,
      JdbcTemplate jdbc,
      AudienceOutbox outbox,
      RenameTable renames,
      boolean isFile,
      Disk disk,
      DatabaseState state,
      BooleanSupplier full) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.outbox = outbox;
    this.renames = renames;
    this.sync = new FileSync(isFile ? () -> jdbc.execute("checkpoint sync") : () -> {});
    this.disk = disk;
    this.state = state;
    this.full = full;
  }

  private interface Write {
    /** Writes in the current transaction, and returns false if there was nothing to write. */
    boolean run();
  }

  @Override
  public Result add(Optional<String> id, List<AudienceUpdate> updates) {
    return full.getAsBoolean() ? Result.BACKLOG_FULL : commit(() -> added(id, updates));
  }

  private boolean added(Optional<String> id, List<AudienceUpdate> updates) {
    if (id.isPresent()) {
      return outbox.addOnce(id.get(), updates);
    }
    outbox.add(updates);
    return true;
  }

  @Override
  public Result rename(Optional<String> id, Audience audience) {
    return commit(
        () -> {
          boolean isNew = id.isEmpty() || outbox.addOnce(id.get(), List.of());
          if (isNew) {
            renames.add(audience);
          }
          return isNew;
        });
  }

  private Result commit(Write write) {
    if (diskFails()) {
      return Result.FAILED;
    }
    try {
      boolean added = inTransaction(write, false);
      sync.sync();
      state.writeSucceeded();
      return added ? Result.ADDED : Result.KNOWN;
    } catch (RuntimeException e) {
      state.writeFailed(e);
      return Result.FAILED;
    }
  }

  /** A write would wait for the disk longer than a sender waits for a response. */
  private boolean diskFails() {
    Optional<IOException> failure = disk.failure();
    failure.ifPresent(state::writeFailed);
    return failure.isPresent();
  }

  private boolean inTransaction(Write write, boolean rollback) {
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              if (rollback) {
                status.setRollbackOnly();
              }
              return write.run();
            }));
  }

  @Override
  public void warmUp(List<AudienceUpdate> updates) {
    boolean unused = inTransaction(() -> added(Optional.of("warm-up"), updates), true);
    sync.sync();
  }

  /** Reports that writes wait for the disk; the probe may be one of them. */
  public void checkDisk() {
    boolean unused = diskFails();
  }

  /** Forces the commits of the relay to the disk too, which do not wait for it. */
  public void force() {
    try {
      sync.sync();
    } catch (RuntimeException e) {
      // The probe reports the failure.
    }
  }

  /** Writes a row to check that the database stores it. */
  public void probe() {
    Result unused =
        commit(
            () -> {
              int rows =
                  jdbc.update(
                      "update braze_audience_receiver_probe set written_at = current_timestamp");
              return rows > 0;
            });
  }
}
