package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfileAlias;
import io.github.brazeaudience.testing.ProfilePushToken;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Immutable content of a profile. The collections keep their order. */
public final class ProfileData {
  private final @Nullable String brazeId;
  private final @Nullable String externalId;
  private final Set<ProfileAlias> aliases;
  private final Map<String, Object> standardAttributes;
  private final Map<String, Object> attributes;
  private final Set<String> deviceIds;
  private final List<ProfilePushToken> pushTokens;

  ProfileData(ProfileDraft draft) {
    brazeId = draft.brazeId;
    externalId = draft.externalId;
    aliases = Collections.unmodifiableSet(new LinkedHashSet<>(draft.aliases.values()));
    standardAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(draft.standard));
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(draft.custom));
    deviceIds = Collections.unmodifiableSet(new LinkedHashSet<>(draft.deviceIds));
    pushTokens = List.copyOf(draft.pushTokens);
  }

  /** {@return a profile without identifiers and attributes} */
  public static ProfileData empty() {
    return new ProfileData(new ProfileDraft());
  }

  public ProfileData withExternalId(String id) {
    return edited(draft -> draft.externalId = id);
  }

  /** Replaces an alias with the same label. */
  public ProfileData withAlias(ProfileAlias alias) {
    return edited(draft -> draft.aliases.put(alias.label(), alias));
  }

  public ProfileData withStandardAttribute(String name, Object value) {
    return edited(draft -> draft.standard.put(name, value));
  }

  public ProfileData withAttribute(String name, Object value) {
    return edited(draft -> draft.custom.put(name, value));
  }

  public ProfileData withDeviceId(String id) {
    return edited(draft -> draft.deviceIds.add(id));
  }

  private ProfileData edited(Consumer<ProfileDraft> edit) {
    ProfileDraft draft = draft();
    edit.accept(draft);
    return new ProfileData(draft);
  }

  ProfileDraft draft() {
    ProfileDraft draft = new ProfileDraft();
    draft.brazeId = brazeId;
    draft.externalId = externalId;
    aliases.forEach(alias -> draft.aliases.put(alias.label(), alias));
    draft.standard.putAll(standardAttributes);
    draft.custom.putAll(attributes);
    draft.deviceIds.addAll(deviceIds);
    draft.pushTokens.addAll(pushTokens);
    return draft;
  }

  public Optional<String> brazeId() {
    return Optional.ofNullable(brazeId);
  }

  public Optional<String> externalId() {
    return Optional.ofNullable(externalId);
  }

  public Set<ProfileAlias> aliases() {
    return aliases;
  }

  public Optional<Object> standardAttribute(String name) {
    return Optional.ofNullable(standardAttributes.get(name));
  }

  Optional<String> email() {
    return standardAttribute("email").map(String.class::cast);
  }

  public Map<String, Object> attributes() {
    return attributes;
  }

  public Set<String> deviceIds() {
    return deviceIds;
  }

  public List<ProfilePushToken> pushTokens() {
    return pushTokens;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProfileData that
        && Objects.equals(brazeId, that.brazeId)
        && Objects.equals(externalId, that.externalId)
        && aliases.equals(that.aliases)
        && standardAttributes.equals(that.standardAttributes)
        && attributes.equals(that.attributes)
        && deviceIds.equals(that.deviceIds)
        && pushTokens.equals(that.pushTokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        brazeId, externalId, aliases, standardAttributes, attributes, deviceIds, pushTokens);
  }

  /** Contains counts only, no identifier or value. */
  @Override
  public String toString() {
    return "ProfileData[attributes=" + attributes.size() + "]";
  }
}
