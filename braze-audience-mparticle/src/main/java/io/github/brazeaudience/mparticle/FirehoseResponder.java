package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import okio.Buffer;

/**
 * Writer of JSON responses to Firehose messages. A response has the {@code id} of its message, or a
 * new id if the message has none. Thread-safe.
 *
 * <p>mParticle expects a response within 100 ms with status 200 or 202. It sends the message again
 * after {@code 408}, {@code 429}, {@code 500}, {@code 502}, {@code 503} and {@code 504}, and after
 * no other status.
 *
 * @see <a href="https://docs.mparticle.com/developers/partners/firehose/">mParticle: Firehose</a>
 */
public final class FirehoseResponder {
  /** The protocol version of the responses. */
  public static final String FIREHOSE_VERSION = "3.2.0";

  private static final String REQUEST = "_request";
  private static final String RESPONSE = "_response";

  private final ModuleRegistration registration;
  private final InstantSource clock;

  private FirehoseResponder(ModuleRegistration registration, InstantSource clock) {
    this.registration = Objects.requireNonNull(registration, "registration");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Returns a responder that uses the system clock.
   *
   * @param registration the response to a {@link ModuleRegistrationRequest}
   */
  public static FirehoseResponder of(ModuleRegistration registration) {
    return of(registration, InstantSource.system());
  }

  /**
   * Returns a responder.
   *
   * @param registration the response to a {@link ModuleRegistrationRequest}
   * @param clock the clock for the {@code timestamp_ms} of responses
   */
  public static FirehoseResponder of(ModuleRegistration registration, InstantSource clock) {
    return new FirehoseResponder(registration, clock);
  }

  /**
   * Returns the response to a message.
   *
   * <ul>
   *   <li>To an {@link AudienceMembershipChangeRequest} and a {@link VerificationRequest}: an
   *       {@code audience_membership_change_response} with {@code suspend_subscription}.
   *   <li>To an {@link AudienceSubscriptionRequest}: an {@code audience_subscription_response} with
   *       unchanged settings.
   *   <li>To a {@link ModuleRegistrationRequest}: a {@code module_registration_response}.
   *   <li>To an {@link OtherMessage}: the response of that name if it is a request, else one
   *       without a type.
   *   <li>To a {@link MalformedMessage}: a response with the members {@code error}, {@code
   *       malformed_message}, and {@code message}, the reason. mParticle defines none; use the
   *       status 400.
   * </ul>
   *
   * @param suspendSubscription true to make mParticle stop sending until the connection is resumed
   *     manually: for permanent errors, such as a key that Braze rejects
   * @return one JSON object, UTF-8
   */
  public byte[] respond(FirehoseMessage message, boolean suspendSubscription) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.beginObject();
      if (message instanceof AudienceMembershipChangeRequest
          || message instanceof VerificationRequest) {
        head(json, message, "audience_membership_change_response");
        json.name("suspend_subscription").value(suspendSubscription);
      } else if (message instanceof AudienceSubscriptionRequest subscription) {
        head(json, message, "audience_subscription_response");
        settings(json, subscription.settings());
      } else if (message instanceof ModuleRegistrationRequest) {
        head(json, message, "module_registration_response");
        registration(json);
      } else if (message instanceof OtherMessage other) {
        head(json, message, responseType(other.type().orElse("")));
      } else if (message instanceof MalformedMessage malformed) {
        head(json, message, "");
        json.name("error").value("malformed_message");
        json.name("message").value(malformed.reason());
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory does not fail", e);
    }
    return buffer.readByteArray();
  }

  private void head(JsonWriter json, FirehoseMessage message, String type) throws IOException {
    if (!type.isEmpty()) {
      json.name("type").value(type);
    }
    json.name("id").value(message.id().orElseGet(() -> UUID.randomUUID().toString()));
    json.name("timestamp_ms").value(clock.millis());
    json.name("firehose_version").value(FIREHOSE_VERSION);
  }

  private static String responseType(String type) {
    return type.endsWith(REQUEST)
        ? type.substring(0, type.length() - REQUEST.length()) + RESPONSE
        : "";
  }

  /** Empty ones are left out, as mParticle does. */
  private static void settings(JsonWriter json, Map<String, String> settings) throws IOException {
    if (settings.isEmpty()) {
      return;
    }
    json.name("audience_subscription_settings").beginObject();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      json.name(setting.getKey()).value(setting.getValue());
    }
    json.endObject();
  }

  private void registration(JsonWriter json) throws IOException {
    json.name("name").value(registration.name());
    json.name("version").value(registration.version());
    json.name("permissions").beginObject();
    identities(json, "user_identities", registration.userIdentities());
    identities(json, "device_identities", registration.deviceIdentities());
    json.name("allow_access_mpid").value(registration.mpid());
    json.endObject();
    // It has no settings. Its presence requests audiences.
    json.name("audience_processing_registration").beginObject().endObject();
  }

  private static void identities(JsonWriter json, String member, List<String> names)
      throws IOException {
    if (names.isEmpty()) {
      return;
    }
    json.name(member).beginArray();
    for (String name : names) {
      json.beginObject();
      json.name("type").value(name);
      json.name("encoding").value("raw");
      json.name("required").value(false);
      json.endObject();
    }
    json.endArray();
  }
}
