package io.github.brazeaudience.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.brazeaudience.config.RestApiKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the custom attributes of a profile with Braze's export endpoint.
 *
 * @param endpoint {@code https://.../users/export/ids}
 * @param key a REST API key with the permission {@code users.export.ids}
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids</a>
 */
record ProfileExport(URI endpoint, RestApiKey key) implements ProfileReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Override
  public Map<String, Object> customAttributes(String externalId) {
    var query =
        Map.of(
            "external_ids",
            List.of(externalId),
            "fields_to_export",
            List.of("external_id", "custom_attributes"));
    try {
      HttpResponse<byte[]> response =
          HTTP.send(
              HttpRequest.newBuilder(endpoint)
                  .header("Authorization", "Bearer " + key.reveal())
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(query)))
                  .build(),
              BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(
            "/users/export/ids returned "
                + response.statusCode()
                + "; check that the key has the permission users.export.ids");
      }
      return attributes(JSON.readTree(response.body()).path("users").path(0));
    } catch (IOException e) {
      throw new AssertionError("no response from /users/export/ids", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static Map<String, Object> attributes(JsonNode user) {
    Map<String, Object> attributes = new TreeMap<>();
    user.path("custom_attributes")
        .properties()
        .forEach(
            member ->
                attributes.put(
                    member.getKey(), JSON.convertValue(member.getValue(), Object.class)));
    return attributes;
  }
}
