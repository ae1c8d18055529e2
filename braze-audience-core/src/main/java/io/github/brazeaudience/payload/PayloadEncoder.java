package io.github.brazeaudience.payload;

import com.squareup.moshi.JsonWriter;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.outcome.IdentifierKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Encoder of attributes objects and request bodies. Not thread-safe. */
public final class PayloadEncoder {
  static final int MAX_BYTES_PER_CHAR = 6;
  static final int MAX_BYTES_PER_ID = 22;
  static final int MEMBER_OVERHEAD = 16;
  static final int OBJECT_OVERHEAD = 8_192;

  private static final byte[] BODY_START = "{\"attributes\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BODY_END = "]}".getBytes(StandardCharsets.UTF_8);

  private final BrazeAudienceConfig config;
  private final PushTokenRules pushTokens;
  private final int reservedBytes;
  private final Buffer buffer = new Buffer();
  private JsonWriter json = writerTo(buffer);

  PayloadEncoder(BrazeAudienceConfig config, PushTokenRules pushTokens, int reservedBytes) {
    this.config = config;
    this.pushTokens = pushTokens;
    this.reservedBytes = reservedBytes;
  }

  /** Returns a lenient writer, which accepts several top-level values. */
  private static JsonWriter writerTo(Buffer buffer) {
    JsonWriter json = JsonWriter.of(buffer);
    json.setSerializeNulls(true);
    json.setLenient(true);
    return json;
  }

  /**
   * Encodes the attributes object of one user.
   *
   * @return JSON in UTF-8
   * @throws IllegalArgumentException if the attributes {@linkplain
   *     UserAttributes#needsFullMembership need the full set}, or if the profile has to be looked
   *     up
   */
  public byte[] encode(UserAttributes attributes) {
    requireKnown(attributes);
    return encodeKnown(attributes);
  }

  /** Encodes an object without the string attribute if the full set is unknown. */
  byte[] encodeKnown(UserAttributes attributes) {
    write(attributes);
    return buffer.readByteArray();
  }

  /**
   * Encodes a request body with as many of the first objects as fit. If not even the first one fits
   * beside the {@linkplain PayloadBuilder#reserving reserved bytes}, the body may use them.
   *
   * @param objects at least one
   * @throws IllegalArgumentException if an object {@linkplain UserAttributes#needsFullMembership
   *     needs the full set}, if a profile has to be looked up, or if the first object does not fit
   * @see BrazeAudienceConfig#maxObjectsPerRequest
   * @see PayloadLimits#MAX_BODY_BYTES
   */
  public RequestBody body(Iterable<UserAttributes> objects) {
    try {
      RequestBody body = fullBody(objects, PayloadLimits.MAX_BODY_BYTES - reservedBytes);
      if (body == null) {
        buffer.clear();
        body = fullBody(objects, PayloadLimits.MAX_BODY_BYTES);
      }
      if (body == null) {
        throw new IllegalArgumentException("no object fits into a request");
      }
      return body;
    } finally {
      buffer.clear();
    }
  }

  /** Returns null if no object fits. */
  private @Nullable RequestBody fullBody(Iterable<UserAttributes> objects, int maxBytes) {
    buffer.write(BODY_START);
    int fitting = 0;
    long end = 0;
    for (UserAttributes object : objects) {
      requireKnown(object);
      if (fitting > 0) {
        buffer.writeByte(',');
      }
      write(object);
      if (buffer.size() + BODY_END.length > maxBytes) {
        break;
      }
      end = buffer.size();
      fitting++;
      if (fitting == config.maxObjectsPerRequest()) {
        break;
      }
    }
    if (fitting == 0) {
      return null;
    }
    List<byte[]> parts = new ArrayList<>();
    if (reservedBytes > 0) {
      parts.add(part(1)); // The opening brace, which other members can follow.
      end--;
    }
    Buffer body = new Buffer();
    body.write(buffer, end);
    body.write(BODY_END);
    parts.add(body.readByteArray());
    return new RequestBody(fitting, parts);
  }

  /** Removes the first bytes of the buffer. */
  private byte[] part(long bytes) {
    Buffer part = new Buffer();
    part.write(buffer, bytes);
    return part.readByteArray();
  }

  private static void requireKnown(UserAttributes attributes) {
    if (attributes.needsFullMembership()) {
      throw new IllegalArgumentException(
          "the full membership is unknown, so the string attribute cannot be written");
    }
    if (attributes.identifier().kind() == IdentifierKind.DEVICE) {
      throw new IllegalArgumentException(
          "the profile of the device ids has to be looked up before it can be written");
    }
  }

  /** The size of a request body with one object. */
  static long bodyBytes(long objectBytes) {
    return BODY_START.length + objectBytes + BODY_END.length;
  }

  private void write(UserAttributes attributes) {
    boolean written = false;
    try {
      writeObject(attributes);
      written = true;
    } catch (IOException e) {
      throw new UncheckedIOException("an in-memory buffer does not fail", e);
    } finally {
      if (!written) {
        reset();
      }
    }
  }

  /** Discards an object that was written in part, for example when memory ran out. */
  private void reset() {
    buffer.clear();
    json = writerTo(buffer);
  }

  private void writeObject(UserAttributes attributes) throws IOException {
    json.beginObject();
    writeIdentifier(attributes.identifier());
    String email = attributes.email();
    if (email != null) {
      json.name("email").value(email);
    }
    writePushTokens(attributes.pushTokens());
    Set<Long> string = attributes.stringSet();
    if (string != null) {
      writeSingle(string);
    }
    Set<Long> array = attributes.arraySet();
    if (array != null) {
      writeWholeArray(array);
    } else if (attributes.forms().array()) {
      writeArrayChange(attributes);
    }
    writeFlags(attributes.flags());
    json.endObject();
  }

  /**
   * Only an external id may create a profile. Braze does not document what an unknown {@code
   * braze_id} does, so it gets the same flag as an alias.
   */
  private void writeIdentifier(UserIdentifier identifier) throws IOException {
    switch (identifier.kind()) {
      case EXTERNAL_ID -> json.name("external_id").value(identifier.value());
      // Device ids are never sent; they are encoded only to measure the object.
      case BRAZE_ID, DEVICE -> json.name("braze_id").value(identifier.value());
      case USER_ALIAS ->
          json.name("user_alias")
              .beginObject()
              .name("alias_name")
              .value(identifier.value())
              .name("alias_label")
              .value(identifier.aliasLabel().orElseThrow())
              .endObject();
      case EMAIL -> json.name("email").value(identifier.value());
    }
    if (config.updateExistingOnly() || identifier.kind() != IdentifierKind.EXTERNAL_ID) {
      json.name("_update_existing_only").value(true);
    }
  }

  private void writePushTokens(List<PushToken> tokens) throws IOException {
    if (tokens.isEmpty()) {
      return;
    }
    json.name("push_tokens").beginArray();
    for (PushToken token : tokens) {
      json.beginObject()
          .name("app_id")
          .value(pushTokens.appId(token))
          .name("token")
          .value(token.token());
      if (token.deviceId().isPresent()) {
        json.name("device_id").value(token.deviceId().get());
      }
      json.endObject();
    }
    json.endArray();
  }

  private void writeSingle(Set<Long> ids) throws IOException {
    json.name(config.attributeNames().single());
    if (!ids.isEmpty()) {
      json.value(singleValue(ids));
    } else if (config.emptyMembership() == EmptyMembership.EMPTY) {
      json.value("");
    } else {
      json.nullValue();
    }
  }

  private void writeWholeArray(Set<Long> ids) throws IOException {
    json.name(config.attributeNames().array());
    if (ids.isEmpty() && config.emptyMembership() == EmptyMembership.NULL) {
      json.nullValue();
    } else {
      writeIds(ids);
    }
  }

  private void writeArrayChange(UserAttributes attributes) throws IOException {
    if (attributes.entered().isEmpty() && attributes.left().isEmpty()) {
      return;
    }
    json.name(config.attributeNames().array()).beginObject();
    if (!attributes.entered().isEmpty()) {
      json.name("add");
      writeIds(attributes.entered());
    }
    if (!attributes.left().isEmpty()) {
      json.name("remove");
      writeIds(attributes.left());
    }
    json.endObject();
  }

  /** Writes strings, because Braze's filter compares array elements as strings. */
  private void writeIds(Set<Long> ids) throws IOException {
    json.beginArray();
    for (Long id : ids) {
      json.value(id.toString());
    }
    json.endArray();
  }

  private void writeFlags(Map<String, SegmentFlag> flags) throws IOException {
    for (Map.Entry<String, SegmentFlag> flag : flags.entrySet()) {
      json.name(flag.getKey());
      Boolean member = flag.getValue().member();
      if (member == null) {
        json.nullValue();
      } else if (config.perSegmentValue() == PerSegmentValue.STRING) {
        json.value(member.toString());
      } else {
        json.value(member);
      }
    }
  }

  /** The value of the string attribute: quoted ids separated by commas, without spaces. */
  static String singleValue(Set<Long> ids) {
    StringBuilder value = new StringBuilder();
    for (Long id : ids) {
      value.append(value.isEmpty() ? "'" : ",'").append(id).append('\'');
    }
    return value.toString();
  }
}
