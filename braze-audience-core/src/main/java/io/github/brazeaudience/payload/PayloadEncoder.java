package io.github.brazeaudience.payload;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.IdentifierKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
  private AttributesWriter writer;

  PayloadEncoder(BrazeAudienceConfig config, PushTokenRules pushTokens, int reservedBytes) {
    this.config = config;
    this.pushTokens = pushTokens;
    this.reservedBytes = reservedBytes;
    this.writer = newWriter();
  }

  private AttributesWriter newWriter() {
    return new AttributesWriter(config, pushTokens, buffer);
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
    Buffer part = new Buffer();
    if (reservedBytes > 0) {
      part.write(buffer, 1); // The opening brace, which other members can follow.
      parts.add(part.readByteArray());
      end--;
    }
    part.write(buffer, end);
    part.write(BODY_END);
    parts.add(part.readByteArray());
    return new RequestBody(fitting, parts);
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

  static long bodyBytes(long objectBytes) {
    return BODY_START.length + objectBytes + BODY_END.length;
  }

  private void write(UserAttributes attributes) {
    boolean written = false;
    try {
      writer.write(attributes);
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
    writer = newWriter();
  }
}
