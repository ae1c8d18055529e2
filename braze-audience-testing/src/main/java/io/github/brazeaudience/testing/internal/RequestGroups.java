package io.github.brazeaudience.testing.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Processing state of the {@code /users/track} requests of each {@code group_id}. Thread-safe.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track#track-request-processing-status">Braze:
 *     track request processing status</a>
 */
public final class RequestGroups {
  /** Time from the first request of a group until its status is forgotten. */
  static final Duration RETENTION = Duration.ofHours(24);

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Limits limits;
  private final InstantSource clock;
  private final Map<String, Group> active = new LinkedHashMap<>();
  private final Set<String> expired = new HashSet<>();
  private boolean held;

  /**
   * Limits of request tracking.
   *
   * @param enabled true if the workspace takes part in the beta
   */
  public record Limits(boolean enabled, int maxRequestsPerGroup, int maxActiveGroups) {}

  private static final class Group {
    final Instant first;
    long received;
    long done;
    @Nullable Instant completed;

    Group(Instant first) {
      this.first = first;
    }
  }

  RequestGroups(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  boolean isEnabled() {
    return limits.enabled();
  }

  static boolean isId(@Nullable Object groupId) {
    return groupId instanceof String id && ID.matcher(id).matches();
  }

  /**
   * Counts an accepted request.
   *
   * @return the type of the error if the request is not tracked
   */
  synchronized Optional<String> track(@Nullable Object groupId) {
    if (!(groupId instanceof String id) || !isId(id)) {
      return Optional.of("invalid_group_id");
    }
    Instant now = expire();
    if (!limits.enabled() || expired.contains(id)) {
      return Optional.of("request_status_not_tracked");
    }
    if (!active.containsKey(id) && active.size() >= limits.maxActiveGroups()) {
      return Optional.of("request_status_active_group_limit_exceeded");
    }
    Group group = active.computeIfAbsent(id, any -> new Group(now));
    if (group.received >= limits.maxRequestsPerGroup()) {
      return Optional.of("request_status_group_full");
    }
    group.received++;
    if (!held) {
      complete(group, now);
    }
    return Optional.empty();
  }

  /** {@return the result for a group, or empty if the group is unknown or expired} */
  synchronized Optional<Map<String, @Nullable Object>> status(String id) {
    expire();
    return Optional.ofNullable(active.get(id)).map(group -> result(id, group));
  }

  /** Keeps the requests that follow in processing. */
  public synchronized void hold() {
    held = true;
  }

  /** Finishes the processing of all requests, and of those that follow. */
  public synchronized void release() {
    held = false;
    Instant now = clock.instant();
    active.values().stream()
        .filter(group -> group.done < group.received)
        .forEach(group -> complete(group, now));
  }

  private static void complete(Group group, Instant now) {
    group.done = group.received;
    group.completed = now;
  }

  private static Map<String, @Nullable Object> result(String id, Group group) {
    boolean completed = group.done == group.received;
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("group_id", id);
    result.put("status", completed ? "completed" : "processing");
    result.put("received", group.received);
    result.put("done", group.done);
    result.put("processing", group.received - group.done);
    Instant time = group.completed;
    result.put(
        "final_completion_time", completed && time != null ? MILLISECONDS.format(time) : null);
    return result;
  }

  /** Forgets the groups whose retention has ended. They are in the order of their first request. */
  private Instant expire() {
    Instant now = clock.instant();
    Iterator<Map.Entry<String, Group>> oldest = active.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Group> group = oldest.next();
      if (now.isBefore(group.getValue().first.plus(RETENTION))) {
        break;
      }
      expired.add(group.getKey());
      oldest.remove();
    }
    return now;
  }
}
