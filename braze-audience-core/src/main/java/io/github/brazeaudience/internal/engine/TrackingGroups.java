package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.TrackResponseParser;
import io.github.brazeaudience.payload.PayloadLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Groups under which Braze tracks the processing of the requests of one call or queue. A request
 * belongs to the group that is open when it starts, so a retry may be in another group than the
 * first attempt. Thread-safe.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track#track-request-processing-status">Braze:
 *     track request processing status</a>
 */
public final class TrackingGroups {
  /** Maximum number of requests in a group, with a margin below the 6,000,000 of Braze. */
  public static final int MAX_REQUESTS = 5_000_000;

  /**
   * Maximum age of a group that gets requests. Braze forgets a group 24 hours after its first
   * request, so each request stays known for at least 12 hours.
   */
  public static final Duration MAX_AGE = Duration.ofHours(12);

  /** Time from the first request of a group until Braze forgets it. */
  public static final Duration RETENTION = Duration.ofHours(24);

  public static final int MAX_ID_LENGTH = 128;

  private static final String OPENING = "{\"group_id\":\"";
  private static final String OPENING_END = "\",";

  private final @Nullable Supplier<String> ids;
  private final Map<String, Group> uncompleted = new LinkedHashMap<>();
  private @Nullable Group open;
  private boolean expired;
  private @Nullable String untracked;

  /**
   * A group with at least one request.
   *
   * @param firstRequestNanos when its first request started
   * @param accepted the number of its requests that Braze accepted, by the responses so far
   */
  public record Requests(String id, long firstRequestNanos, long accepted) {}

  /**
   * The requests so far.
   *
   * @param untracked why Braze does not track all requests, or null
   * @param unknown true if Braze does not know some of the requests: it has forgotten them, or none
   *     of their group may have arrived
   * @param groups the groups that are not known to be processed
   */
  public record Snapshot(@Nullable String untracked, boolean unknown, List<Requests> groups) {
    public Snapshot {
      groups = List.copyOf(groups);
    }
  }

  /** Group that gets requests. Only its owner changes it. */
  private static final class Group {
    private final String id;
    private final long firstRequestNanos;
    private long requests;
    private long accepted;
    private long notArrived;

    Group(String id, long firstRequestNanos) {
      this.id = id;
      this.firstRequestNanos = firstRequestNanos;
    }
  }

  private TrackingGroups(@Nullable Supplier<String> ids) {
    this.ids = ids;
  }

  /** {@return groups with the ids of a supplier, each different and without JSON escapes} */
  public static TrackingGroups of(Supplier<String> ids) {
    return new TrackingGroups(ids);
  }

  /** {@return the absence of groups: no request is tracked} */
  public static TrackingGroups off() {
    return new TrackingGroups(null);
  }

  /** {@return the number of bytes that the group adds to a body, for an id of this length} */
  public static int bytes(int idLength) {
    return OPENING.length() + idLength + OPENING_END.length() - "{".length();
  }

  /**
   * Returns a body that names a group.
   *
   * @param body the body without a group; its first part is the opening brace
   */
  static List<byte[]> withGroup(String id, List<byte[]> body) {
    byte[] opening = (OPENING + id + OPENING_END).getBytes(StandardCharsets.UTF_8);
    return List.of(opening, body.get(1));
  }

  /**
   * Adds a request that starts now to the open group.
   *
   * @param maxBytes an upper bound for the size of its body without a group
   * @return the id of the group, or null if the request is not tracked
   */
  synchronized @Nullable String started(long maxBytes, long nowNanos) {
    if (ids == null) {
      return null;
    }
    Group group = open;
    if (group == null || isFull(group, nowNanos)) {
      forgetExpired(nowNanos);
      group = new Group(ids.get(), nowNanos);
    }
    if (maxBytes + bytes(group.id.length()) > PayloadLimits.MAX_BODY_BYTES) {
      untracked = "a request was sent without a group id, because it was too large with one";
      return null;
    }
    group.requests++;
    open = group;
    uncompleted.put(group.id, group);
    return group.id;
  }

  private static boolean isFull(Group group, long nowNanos) {
    return group.requests >= MAX_REQUESTS
        || nowNanos - group.firstRequestNanos >= MAX_AGE.toNanos();
  }

  private void forgetExpired(long nowNanos) {
    expired |=
        uncompleted
            .values()
            .removeIf(group -> nowNanos - group.firstRequestNanos >= RETENTION.toNanos());
  }

  synchronized void ended(@Nullable String groupId, AttemptResult result) {
    if (ids == null) {
      return;
    }
    Group group = groupId == null ? null : uncompleted.get(groupId);
    if (group != null && result instanceof AttemptResult.Delivered) {
      group.accepted++;
    }
    if (group != null && !mayHaveArrived(result)) {
      group.notArrived++;
    }
    String error = TrackResponseParser.trackingError(result);
    if (error != null) {
      untracked = "Braze reported `" + error + "`, so it does not track all requests";
    }
  }

  private static boolean mayHaveArrived(AttemptResult result) {
    if (result instanceof AttemptResult.Failure failure) {
      return failure.mayHaveArrived();
    }
    return result instanceof AttemptResult.FatalFailure fatal
        ? fatal.mayHaveArrived()
        : !(result instanceof AttemptResult.NotEncoded);
  }

  /**
   * Returns the requests so far, and ends the open group, so later requests belong to another one.
   *
   * @return null if requests are not tracked
   */
  public synchronized @Nullable Snapshot seal() {
    if (ids == null) {
      return null;
    }
    open = null;
    boolean unknown = expired;
    List<Requests> groups = new ArrayList<>();
    for (Group group : uncompleted.values()) {
      unknown |= group.notArrived == group.requests;
      groups.add(new Requests(group.id, group.firstRequestNanos, group.accepted));
    }
    return new Snapshot(untracked, unknown, groups);
  }

  /** Records that Braze has processed all requests of a sealed group. */
  public synchronized void completed(String groupId) {
    uncompleted.remove(groupId);
  }
}
