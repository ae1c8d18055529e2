package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ReceivedRequest;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Endpoint {@code POST /users/export/ids}, which returns profiles.
 *
 * <p>Braze documents the response and the limits, but only one error message (too many
 * identifiers). The other messages are invented.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     export user profile by identifier</a>
 */
public final class ExportEndpoint implements Endpoint {
  public static final String PATH = "/users/export/ids";

  private final ProfileStore profiles;
  private final WindowLimit limit;

  public ExportEndpoint(Options options, ProfileStore profiles) {
    this.profiles = profiles;
    this.limit =
        new WindowLimit(options.maxExportsPerMinute(), ChronoUnit.MINUTES, options.clock());
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String permission() {
    return "users.export.ids";
  }

  @Override
  public Response handle(ReceivedRequest request) {
    WindowLimit.Use use = limit.use();
    Response response =
        use.granted() ? respond(request.body()) : Response.message(429, "Rate Limited");
    return use.addHeaders(response);
  }

  private Response respond(byte[] body) {
    try {
      Object request = Json.parse(body).value();
      return exported(ExportRequest.of(request instanceof Map<?, ?> members ? members : Map.of()));
    } catch (MalformedJson e) {
      return Response.syntaxError();
    } catch (BadRequest e) {
      return Response.message(400, e.message());
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
