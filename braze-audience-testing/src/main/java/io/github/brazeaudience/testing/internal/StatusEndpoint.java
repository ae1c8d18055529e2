package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ReceivedRequest;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Endpoint {@code GET /users/track/status}, which returns the processing state of a group of
 * requests. Braze documents all of it, as a beta.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
 *     look up request processing status</a>
 */
public final class StatusEndpoint implements Endpoint {
  static final String PATH = "/users/track/status";

  static final int REQUESTS_PER_MINUTE = 1_500;

  private final RequestGroups groups;
  private final WindowLimit limit;

  public StatusEndpoint(Options options, Workspace workspace) {
    groups = workspace.groups();
    limit = new WindowLimit(REQUESTS_PER_MINUTE, ChronoUnit.MINUTES, options.clock());
  }

  @Override
  public Route route() {
    return new Route("GET", PATH, "users.track.status");
  }

  @Override
  public Response handle(ReceivedRequest request) {
    return limit.handle(() -> status(Query.of(request.path()).values("group_id")));
  }

  private Response status(List<String> ids) {
    if (!groups.isEnabled()) {
      return Response.message(403, "API request status is not enabled for this app group.");
    }
    if (ids.size() != 1 || !RequestGroups.isId(ids.get(0))) {
      return Response.message(400, "Invalid group_id");
    }
    return Response.json(200, Map.of("results", groups.status(ids.get(0)).stream().toList()));
  }
}
