package io.github.brazeaudience.payload;

import com.squareup.moshi.JsonWriter;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.outcome.IdentifierKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.Buffer;

/** Writer of attributes objects as JSON. Unusable once a write has failed. */
final class AttributesWriter {
  private final BrazeAudienceConfig config;
  private final PushTokenRules pushTokens;
  private final JsonWriter json;
  private final StringBuilder text = new StringBuilder();

  /** The last value of the string attribute. Users in a row often have the same audiences. */
  private String lastSingle = "";

  private long[] lastSingleIds = new long[0];

  AttributesWriter(BrazeAudienceConfig config, PushTokenRules pushTokens, Buffer buffer) {
    this.config = config;
    this.pushTokens = pushTokens;
    this.json = JsonWriter.of(buffer);
    json.setSerializeNulls(true);
    json.setLenient(true); // Accepts several top-level values.
  }

  void write(UserAttributes attributes) throws IOException {
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
      json.value(single(ids));
    } else if (config.emptyMembership() == EmptyMembership.EMPTY) {
      json.value("");
    } else {
      json.nullValue();
    }
  }

  private String single(Set<Long> ids) {
    if (!areLastSingle(ids)) {
      text.setLength(0);
      lastSingle = appendSingle(text, ids).toString();
      lastSingleIds = ids.stream().mapToLong(Long::longValue).toArray();
    }
    return lastSingle;
  }

  private boolean areLastSingle(Set<Long> ids) {
    if (ids.size() != lastSingleIds.length) {
      return false;
    }
    int i = 0;
    for (long id : ids) {
      if (id != lastSingleIds[i++]) {
        return false;
      }
    }
    return true;
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
    if (flags.isEmpty()) {
      return;
    }
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
    return appendSingle(new StringBuilder(), ids).toString();
  }

  private static StringBuilder appendSingle(StringBuilder value, Set<Long> ids) {
    for (long id : ids) {
      value.append(value.length() == 0 ? "'" : ",'").append(id).append('\'');
    }
    return value;
  }
}
