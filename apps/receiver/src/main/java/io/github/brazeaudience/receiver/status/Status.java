package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.jdbc.RejectedEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of {@code status.json}. It has no identity, no attribute value and no key.
 *
 * @param name the name in the registration with mParticle
 * @param version the version of the program
 * @param database the database, without a password
 * @param started the start of the process
 * @param now the time of this status
 * @param problems what is wrong and what to do; empty if nothing is wrong
 * @param suspended true if mParticle is asked to stop sending
 * @param backlog the number of waiting updates, null if the database does not respond
 * @param oldestSeconds the age of the oldest of them, null if the database does not respond
 * @param rejectedKept the number of rejected updates in the database, null if it does not respond
 * @param outcomes the final outcomes since the start
 * @param rejected the last rejected updates, the newest first
 * @param sampleSeconds the seconds between two samples
 * @param keptSeconds the seconds for which samples are kept
 * @param samples the samples that were asked for, the oldest first
 */
record Status(
    String name,
    String version,
    String database,
    Instant started,
    Instant now,
    List<Problems.Problem> problems,
    boolean suspended,
    @Nullable Long backlog,
    @Nullable Double oldestSeconds,
    @Nullable Long rejectedKept,
    List<Outcomes.Count> outcomes,
    List<RejectedUpdate> rejected,
    int sampleSeconds,
    long keptSeconds,
    List<Sample> samples) {
  /**
   * A rejected update, without its content.
   *
   * @param attempts the number of requests that were started with it
   */
  record RejectedUpdate(Instant rejectedAt, String reason, String message, int attempts) {
    static RejectedUpdate of(RejectedEntry entry) {
      return new RejectedUpdate(
          entry.rejectedAt(), entry.reason(), entry.message(), entry.attempts());
    }
  }
}
