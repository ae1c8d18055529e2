package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ReceivedRequest;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Endpoint {@code POST /users/export/ids}, which returns profiles.
 *
 * <p>Braze documents the response and the limits, but only one error message (too many
 * identifiers). The other messages are invented.
 *
 * <p>The limit is 40 requests per second for requests without {@code campaigns_received} and {@code
 * canvases_received}, and 250 per minute for others. A workspace with another limit per minute has
 * it for all requests.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     export user profile by identifier</a>
 */
public final class ExportEndpoint implements Endpoint {
  static final String PATH = "/users/export/ids";

  static final int REQUESTS_PER_MINUTE = 250;
  static final int FAST_REQUESTS_PER_SECOND = 40;

  private final ProfileStore profiles;
  private final WindowLimit limit;
  private final WindowLimit fastLimit;

  public ExportEndpoint(Options options, ProfileStore profiles) {
    this.profiles = profiles;
    OptionalInt own = options.maxExportsPerMinute();
    limit = new WindowLimit(own.orElse(REQUESTS_PER_MINUTE), ChronoUnit.MINUTES, options.clock());
    fastLimit =
        own.isPresent()
            ? limit
            : new WindowLimit(FAST_REQUESTS_PER_SECOND, ChronoUnit.SECONDS, options.clock());
  }

  @Override
  public Route route() {
    return new Route("POST", PATH, "users.export.ids");
  }

  @Override
  public Response handle(ReceivedRequest request) {
    return handle(request.body());
  }

  /** Handles the body of an authorized request. */
  public Response handle(byte[] body) {
    try {
      Object json = Json.parse(body).value();
      ExportRequest wanted =
          ExportRequest.of(json instanceof Map<?, ?> members ? members : Map.of());
      return (wanted.isFast() ? fastLimit : limit).handle(() -> exported(wanted));
    } catch (MalformedJson e) {
      return limit.handle(Response::syntaxError);
    } catch (BadRequest e) {
      return limit.handle(() -> Response.message(400, e.message()));
    }
  }

  /** Returns each profile once, even if several identifiers match it. */
  private Response exported(ExportRequest wanted) {
    Map<String, ProfileData> found = new LinkedHashMap<>();
    List<String> unknown =
        wanted.identifiers().stream()
            .filter(
                identifier -> {
                  Optional<ProfileData> profile = profiles.find(identifier);
                  profile.ifPresent(some -> found.put(some.brazeId().orElseThrow(), some));
                  return profile.isEmpty();
                })
            .map(ExportRequest::text)
            .toList();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "users",
        found.values().stream()
            .map(profile -> ExportedProfile.of(profile, wanted.fields()))
            .toList());
    if (!unknown.isEmpty()) {
      members.put("invalid_user_ids", unknown);
    }
    members.put("message", "success");
    return Response.json(201, members);
  }
}
