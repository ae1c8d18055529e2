package io.github.brazeaudience.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user profile as {@link FakeBraze} holds it at one moment. Later writes do not change it: ask
 * again.
 *
 * <p>An attribute is a {@code String}, {@code Boolean}, {@code Long}, {@code Double}, {@code List}
 * or {@code Map}. Also a seed: {@code BrazeProfile.ofExternalId("u-1").withAttribute("Plan",
 * "gold")} can be given to {@link FakeBraze#put}. Immutable.
 */
public final class BrazeProfile {
  private final @Nullable String brazeId;
  private final @Nullable String externalId;
  private final Set<ProfileAlias> aliases;
  private final Map<String, Object> standardAttributes;
  private final Map<String, Object> attributes;
  private final List<ProfilePushToken> pushTokens;

  BrazeProfile(ProfileDraft draft) {
    brazeId = draft.brazeId;
    externalId = draft.externalId;
    aliases = Collections.unmodifiableSet(new LinkedHashSet<>(draft.aliases.values()));
    standardAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(draft.standard));
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(draft.custom));
    pushTokens = List.copyOf(draft.pushTokens);
  }

  /**
   * A seed with an external id.
   *
   * @param externalId the external id
   * @return the profile
   */
  public static BrazeProfile ofExternalId(String externalId) {
    ProfileDraft draft = new ProfileDraft();
    draft.externalId = Objects.requireNonNull(externalId, "externalId");
    return new BrazeProfile(draft);
  }

  /**
   * A seed with an alias and no external id.
   *
   * @param label the kind of alias, such as {@code idfa}
   * @param name the alias itself
   * @return the profile
   */
  public static BrazeProfile ofAlias(String label, String name) {
    return new BrazeProfile(new ProfileDraft()).withAlias(label, name);
  }

  /**
   * A seed with an email address and neither external id nor alias.
   *
   * @param email the address
   * @return the profile
   */
  public static BrazeProfile ofEmail(String email) {
    return new BrazeProfile(new ProfileDraft()).withEmail(email);
  }

  /**
   * This profile with one more alias; it replaces one under the same label.
   *
   * @param label the kind of alias, such as {@code idfa}
   * @param name the alias itself
   * @return a new profile
   */
  public BrazeProfile withAlias(String label, String name) {
    ProfileDraft draft = draft();
    draft.aliases.put(label, ProfileAlias.of(label, name));
    return new BrazeProfile(draft);
  }

  /**
   * This profile with an email address.
   *
   * @param email the address
   * @return a new profile
   */
  public BrazeProfile withEmail(String email) {
    ProfileDraft draft = draft();
    draft.standard.put("email", Objects.requireNonNull(email, "email"));
    return new BrazeProfile(draft);
  }

  /**
   * This profile with a custom attribute.
   *
   * @param name the name
   * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code Double}, or a {@code List}
   *     of them
   * @return a new profile
   * @throws IllegalArgumentException if the value is of another type
   */
  public BrazeProfile withAttribute(String name, Object value) {
    Object copy = value instanceof List<?> list ? List.copyOf(list) : value;
    if (AttributeType.of(copy).isEmpty()) {
      throw new IllegalArgumentException(
          "attribute \"%s\" is a %s; give a String, Boolean, Long, Double or List"
              .formatted(name, value.getClass().getName()));
    }
    ProfileDraft draft = draft();
    draft.custom.put(Objects.requireNonNull(name, "name"), copy);
    return new BrazeProfile(draft);
  }

  /**
   * Braze's own id of the profile.
   *
   * @return the id, absent on a seed
   */
  public Optional<String> brazeId() {
    return Optional.ofNullable(brazeId);
  }

  /**
   * The external id.
   *
   * @return the id, absent on a profile known by alias, email or phone only
   */
  public Optional<String> externalId() {
    return Optional.ofNullable(externalId);
  }

  /**
   * The aliases.
   *
   * @return an immutable set, in the order they came
   */
  public Set<ProfileAlias> aliases() {
    return aliases;
  }

  /**
   * The email address.
   *
   * @return the address, if there is one
   */
  public Optional<String> email() {
    return standardAttribute("email").map(String.class::cast);
  }

  /**
   * A standard attribute, such as {@code email} or {@code country}.
   *
   * @param name the name, in lower case as Braze writes it
   * @return the value, if it is set
   */
  public Optional<Object> standardAttribute(String name) {
    return Optional.ofNullable(standardAttributes.get(name));
  }

  /**
   * A custom attribute.
   *
   * @param name the name; upper and lower case differ
   * @return the value, if it is set; an empty string and an empty array are set
   */
  public Optional<Object> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /**
   * All custom attributes.
   *
   * @return an immutable map from name to value, in the order they were first set
   */
  public Map<String, Object> attributes() {
    return attributes;
  }

  /**
   * The push tokens.
   *
   * @return an immutable list, oldest first
   */
  public List<ProfilePushToken> pushTokens() {
    return pushTokens;
  }

  /**
   * Whether a segment filter selects this profile.
   *
   * @param filter the filter
   * @return true if it does
   */
  public boolean matches(SegmentFilter filter) {
    return filter.test(this);
  }

  ProfileDraft draft() {
    ProfileDraft draft = new ProfileDraft();
    draft.brazeId = brazeId;
    draft.externalId = externalId;
    aliases.forEach(alias -> draft.aliases.put(alias.label(), alias));
    draft.standard.putAll(standardAttributes);
    draft.custom.putAll(attributes);
    draft.pushTokens = new ArrayList<>(pushTokens);
    return draft;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BrazeProfile that
        && Objects.equals(brazeId, that.brazeId)
        && Objects.equals(externalId, that.externalId)
        && aliases.equals(that.aliases)
        && standardAttributes.equals(that.standardAttributes)
        && attributes.equals(that.attributes)
        && pushTokens.equals(that.pushTokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(brazeId, externalId, aliases, standardAttributes, attributes, pushTokens);
  }

  /** Gives counts, never an identifier or a value. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "BrazeProfile[attributes=%d, pushTokens=%d]",
        attributes.size(),
        pushTokens.size());
  }
}
