package io.github.brazeaudience.internal.processing;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.engine.TrackingGroups;
import io.github.brazeaudience.internal.processing.GroupStatus.Counted;
import io.github.brazeaudience.internal.processing.GroupStatus.Missing;
import io.github.brazeaudience.internal.processing.GroupStatus.None;
import io.github.brazeaudience.internal.processing.GroupStatus.Refused;
import io.github.brazeaudience.internal.query.Query;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.query.QueryResult;
import io.github.brazeaudience.internal.query.QueryResult.Answered;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.internal.wire.TrackStatusParser;
import io.github.brazeaudience.internal.wire.TrackStatusParser.TrackStatus;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Polls the status of one request group, and keeps the last known status. */
final class GroupPoll {
  /** Why nothing is known after the forwarder was closed. */
  static final String CLOSED = "the forwarder was closed; await the processing before closing it";

  private static final String PATH = BrazeOperation.READ_TRACK_STATUS.path();
  private static final String NOT_ENABLED = "not enabled";

  private final QueryClient queries;
  private final TrackingGroups.Requests group;
  private GroupStatus last;
  private Duration retryAfter = Duration.ZERO;

  GroupPoll(QueryClient queries, TrackingGroups.Requests group) {
    this.queries = queries;
    this.group = group;
    this.last = new None("the wait ended before " + queries.host() + " was asked");
  }

  String group() {
    return group.id();
  }

  GroupStatus last() {
    return last;
  }

  /** {@return the pause that Braze ordered with its last response, or zero} */
  Duration retryAfter() {
    return retryAfter;
  }

  boolean isCompleted() {
    return last instanceof Counted counted && counted.isCompleted();
  }

  /** Requests the status, unless the group is completed or forgotten. */
  void poll(long deadlineNanos) throws InterruptedException {
    if (isCompleted()) {
      return;
    }
    long age = queries.time().nanoTime() - group.firstRequestNanos();
    if (age >= TrackingGroups.RETENTION.toNanos()) {
      last = new Missing(PollDecision.MISSING_UNTIL_UNKNOWN);
      return;
    }
    Query query = Query.get(BrazeOperation.READ_TRACK_STATUS, "group_id=" + group.id());
    GroupStatus latest = status(queries.send(query, deadlineNanos));
    if (!(latest instanceof None) || last instanceof None) {
      last = latest;
    }
  }

  private GroupStatus status(QueryResult result) {
    retryAfter = Duration.ZERO;
    if (result instanceof Failed failed) {
      retryAfter = failed.retryAfter();
      return failed.reason() == Reason.CLOSED ? new Refused(CLOSED) : new None(failed.message());
    }
    Answered answered = (Answered) result;
    return answered.response().status() / 100 == 2
        ? counted(answered)
        : refused(answered.response());
  }

  private GroupStatus counted(Answered answered) {
    TransportResponse response = answered.response();
    TrackStatus status =
        answered.isSuccess() ? TrackStatusParser.parse(response.body(), group.id()) : null;
    if (status == null) {
      return new None(
          "%s returned %s to %s with a body that is not of the documented form"
              .formatted(queries.host(), response.status(), PATH));
    }
    if (!status.known()) {
      return new Missing(last instanceof Missing earlier ? earlier.times() + 1 : 1);
    }
    Instant at = status.completed() ? completedAt(status) : null;
    return new Counted(at, status.received(), status.done(), group.accepted());
  }

  private Instant completedAt(TrackStatus status) {
    Instant reported = status.completedAt();
    return reported != null ? reported : queries.time().now();
  }

  private GroupStatus refused(TransportResponse response) {
    String host = queries.host();
    int status = response.status();
    String refusal = "%s returned %s to %s".formatted(host, status, PATH);
    if (status == 403
        && new String(response.body(), StandardCharsets.UTF_8).contains(NOT_ENABLED)) {
      return new Refused(
          refusal
              + ": request status is not enabled for the workspace; it is a beta, so ask Braze for"
              + " it, or turn tracking off");
    }
    if (status == 401 || status == 403) {
      return new Refused(
          refusal
              + "; use a REST API key with the permission "
              + BrazeOperation.READ_TRACK_STATUS.permission());
    }
    return new Refused(refusal + "; check the endpoint, or turn tracking off");
  }
}
