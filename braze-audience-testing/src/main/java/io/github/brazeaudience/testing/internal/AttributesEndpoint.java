package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.AttributeDefinition;
import io.github.brazeaudience.testing.AttributeType;
import io.github.brazeaudience.testing.ReceivedRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint {@code GET /custom_attributes}, which lists the workspace's custom attributes in pages.
 *
 * <p>Braze documents the members, the page size, the {@code cursor} parameter and that the next
 * page is in the {@code Link} header. The form of the header ({@code <URL>; rel="next"}), the
 * cursor ({@code skip:50} in Base64) and {@code (Automatically Detected)} after a detected type are
 * known from clients' recordings. The error of a malformed cursor is invented, and so is null as
 * the type of an attribute without values.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes">Braze:
 *     export custom attributes</a>
 */
public final class AttributesEndpoint implements Endpoint {
  static final String PATH = "/custom_attributes";

  static final int PAGE_SIZE = 50;

  /** Braze shares this limit with three endpoints that FakeBraze does not have. */
  static final int REQUESTS_PER_HOUR = 1_000;

  private static final String DETECTED = " (Automatically Detected)";
  private static final Pattern CURSOR = Pattern.compile("skip:(\\d{1,9})");

  private final AttributeCatalog attributes;
  private final Function<String, URI> uri;
  private final WindowLimit limit;

  /**
   * Creates an endpoint.
   *
   * @param uri the absolute URI of a path of this server
   */
  public AttributesEndpoint(Options options, Workspace workspace, Function<String, URI> uri) {
    attributes = workspace.attributes();
    this.uri = uri;
    limit = new WindowLimit(REQUESTS_PER_HOUR, ChronoUnit.HOURS, options.clock());
  }

  @Override
  public Route route() {
    return new Route("GET", PATH, "custom_attributes.get");
  }

  @Override
  public Response handle(ReceivedRequest request) {
    return limit.handle(() -> page(Query.of(request.path()).values("cursor")));
  }

  private Response page(List<String> cursors) {
    int from;
    try {
      from = cursors.isEmpty() ? 0 : skipped(cursors.get(0));
    } catch (BadRequest e) {
      return Response.message(400, e.message());
    }
    List<AttributeDefinition> all = attributes.all();
    int start = Math.min(from, all.size());
    int end = Math.min(start + PAGE_SIZE, all.size());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("message", "success");
    members.put("attributes", all.subList(start, end).stream().map(this::exported).toList());
    Response response = Response.json(200, members);
    return end == all.size() ? response : response.withHeader("link", linkTo(end));
  }

  private String linkTo(int from) {
    byte[] cursor = ("skip:" + from).getBytes(StandardCharsets.UTF_8);
    return "<%s?cursor=%s>; rel=\"next\""
        .formatted(uri.apply(PATH), Base64.getEncoder().encodeToString(cursor));
  }

  private static int skipped(String cursor) throws BadRequest {
    try {
      byte[] decoded = Base64.getDecoder().decode(cursor);
      Matcher matcher = CURSOR.matcher(new String(decoded, StandardCharsets.UTF_8));
      if (matcher.matches()) {
        return Integer.parseInt(matcher.group(1));
      }
    } catch (IllegalArgumentException e) {
      // not Base64
    }
    throw new BadRequest("Invalid cursor");
  }

  private Map<String, @Nullable Object> exported(AttributeDefinition attribute) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    boolean array = attribute.type().filter(AttributeType.ARRAY::equals).isPresent();
    members.put("array_length", array ? attributes.maxArrayLength(attribute.name()) : null);
    members.put("data_type", dataType(attribute));
    members.put("description", null);
    members.put("name", attribute.name());
    members.put("status", attribute.isBlocklisted() ? "Blocklisted" : "Active");
    members.put("tag_names", List.of());
    return members;
  }

  private static @Nullable String dataType(AttributeDefinition attribute) {
    return attribute
        .type()
        .map(type -> type.dataType() + (attribute.isAutomatic() ? DETECTED : ""))
        .orElse(null);
  }
}
