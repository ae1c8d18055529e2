package io.github.brazeaudience.payload;

import com.squareup.moshi.JsonWriter;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes attributes objects as bytes, each once, and puts them together to request bodies. Not safe
 * for use by several threads.
 */
public final class PayloadEncoder {
  static final int MAX_BYTES_PER_CHAR = 6;
  static final int MAX_BYTES_PER_ID = 22;
  static final int MEMBER_OVERHEAD = 16;
  static final int MAX_CHARS_PER_FLAG = 2 * AttributeNames.MAX_NAME_CODE_POINTS + MEMBER_OVERHEAD;
  static final int OBJECT_OVERHEAD = 8_192;

  private static final byte[] BODY_START = "{\"attributes\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BODY_END = "]}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] COMMA = ",".getBytes(StandardCharsets.UTF_8);

  private final BrazeAudienceConfig config;
  private final PushTokenRules pushTokens;
  private final Buffer buffer = new Buffer();
  private final JsonWriter json = JsonWriter.of(buffer);
  private final StringBuilder single = new StringBuilder();

  PayloadEncoder(BrazeAudienceConfig config, PushTokenRules pushTokens) {
    this.config = config;
    this.pushTokens = pushTokens;
    json.setSerializeNulls(true);
    // One writer for many objects: only a lenient one takes a second value at its top.
    json.setLenient(true);
  }

  /**
   * The object for a user, as JSON.
   *
   * @param attributes what is to be written; not one that {@link
   *     UserAttributes#needsFullMembership}
   * @return the bytes, UTF-8
   */
  public byte[] encode(UserAttributes attributes) {
    if (attributes.needsFullMembership()) {
      throw new IllegalArgumentException(
          "the full membership is unknown, so the string attribute cannot be written");
    }
    return encodeKnown(attributes);
  }

  /** What is known of the object: all but the string attribute if the full set is unknown. */
  byte[] encodeKnown(UserAttributes attributes) {
    try {
      write(attributes);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory does not fail", e);
    }
    return buffer.readByteArray();
  }

  /**
   * Checks that an object fits a request alone.
   *
   * @param object as {@link #encode} made it
   * @return the reason against it, or null
   */
  public static @Nullable PayloadRefusal checkSize(byte[] object) {
    long bytes = bodyBytes(1, object.length);
    return bytes <= PayloadLimits.MAX_BODY_BYTES
        ? null
        : PayloadRefusal.of(
            Reason.OBJECT_TOO_LARGE,
            "the object for this user alone makes a request of %d bytes, but Braze takes at most %d; forward fewer"
                    .formatted(bytes, PayloadLimits.MAX_BODY_BYTES)
                + " audiences at once");
  }

  /**
   * The length of a request body.
   *
   * @param objects how many objects it has, at least 1
   * @param objectBytes their bytes in all
   * @return bytes
   */
  public static long bodyBytes(int objects, long objectBytes) {
    return BODY_START.length + objectBytes + (long) (objects - 1) * COMMA.length + BODY_END.length;
  }

  /**
   * A request body, as the parts that it is made of. Nothing is copied.
   *
   * @param objects as {@link #encode} made them, at least one
   * @return the parts in order
   */
  public static List<byte[]> body(List<byte[]> objects) {
    List<byte[]> parts = new ArrayList<>(objects.size() * 2 + 1);
    parts.add(BODY_START);
    for (byte[] object : objects) {
      if (parts.size() > 1) {
        parts.add(COMMA);
      }
      parts.add(object);
    }
    parts.add(BODY_END);
    return parts;
  }

  private void write(UserAttributes attributes) throws IOException {
    json.beginObject();
    writeIdentifier(attributes.identifier());
    String email = attributes.email();
    if (email != null) {
      json.name("email").value(email);
    }
    writePushTokens(attributes.pushTokens());
    Set<Long> set = attributes.fullSet();
    if (attributes.forms().single() && set != null) {
      writeSingle(set);
    }
    if (attributes.forms().array()) {
      if (set != null) {
        writeWholeArray(set);
      } else {
        writeArrayChange(attributes);
      }
    }
    writeFlags(attributes.flags());
    json.endObject();
  }

  private void writeIdentifier(UserIdentifier identifier) throws IOException {
    switch (identifier.kind()) {
      case EXTERNAL_ID -> json.name("external_id").value(identifier.value());
      case USER_ALIAS ->
          json.name("user_alias")
              .beginObject()
              .name("alias_name")
              .value(identifier.value())
              .name("alias_label")
              .value(identifier.aliasLabel())
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
      json.value(singleValue(AudienceIds.of(ids)));
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

  /** Strings, because Braze's filter compares array elements as strings. */
  private void writeIds(Set<Long> ids) throws IOException {
    AudienceIds audiences = AudienceIds.of(ids);
    json.beginArray();
    for (int i = 0; i < audiences.size(); i++) {
      json.value(audiences.audience(i).text());
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

  /** The value of the string attribute: each id in single quotes, commas between them, no space. */
  private String singleValue(AudienceIds audiences) {
    single.setLength(0);
    for (int i = 0; i < audiences.size(); i++) {
      single.append(audiences.audience(i).quoted());
    }
    single.setLength(single.length() - 1);
    return single.toString();
  }
}
