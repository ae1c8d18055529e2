package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfileAlias;
import io.github.brazeaudience.testing.SilentLoss;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * State behind the endpoints: profiles, custom attributes, request groups and counters. Applies one
 * object at a time.
 */
public final class Workspace {
  private final ProfileStore profiles = new ProfileStore();
  private final LossCounter losses = new LossCounter();
  private final AttributeCatalog attributes;
  private final AttributeRules rules;
  private final PushTokenRules pushTokens;
  private final RequestGroups groups;
  private long dataPoints;
  private long ignoredObjects;

  public Workspace(Options options) {
    attributes = new AttributeCatalog(options.attributes(), options.longestArray());
    rules = new AttributeRules(attributes, losses);
    pushTokens = new PushTokenRules(options.appIds());
    groups = new RequestGroups(options.groupLimits(), options.clock());
  }

  public ProfileStore profiles() {
    return profiles;
  }

  AttributeCatalog attributes() {
    return attributes;
  }

  PushTokenRules pushTokens() {
    return pushTokens;
  }

  public RequestGroups groups() {
    return groups;
  }

  public Map<SilentLoss, Integer> losses() {
    return losses.snapshot();
  }

  public synchronized long dataPoints() {
    return dataPoints;
  }

  public synchronized long ignoredObjects() {
    return ignoredObjects;
  }

  public synchronized ProfileData seed(ProfileData profile) {
    profile.attributes().forEach(attributes::detect);
    return profiles.put(profile);
  }

  void duplicateKeys(int count) {
    losses.add(SilentLoss.DUPLICATE_KEY, count);
  }

  /** Applies a validated attributes object. */
  synchronized void apply(Map<String, @Nullable Object> object) {
    Optional<Identifier> identifier = Identifier.of(object);
    if (identifier.isEmpty()) {
      return; // A push token import, which Braze stores on an anonymous profile.
    }
    dataPoints += DataPoints.of(object, identifier.get(), attributes::isBlocklisted);
    Optional<ProfileData> found = profiles.find(identifier.get());
    if (found.isEmpty() && !mayCreate(object, identifier.get())) {
      ignoredObjects++;
      return;
    }
    ProfileDraft draft = found.map(ProfileData::draft).orElseGet(() -> created(identifier.get()));
    Map<String, @Nullable Object> custom = new LinkedHashMap<>();
    object.forEach(
        (name, value) -> {
          if (ReservedAttributes.isStandard(name)) {
            setStandard(draft, name, value);
          } else if (!ReservedAttributes.CONTROL.contains(name)) {
            custom.put(name, value);
          }
        });
    rules.apply(draft, custom);
    pushTokens.apply(draft, object.get("push_tokens"));
    profiles.put(new ProfileData(draft));
  }

  private static void setStandard(ProfileDraft draft, String name, @Nullable Object value) {
    if (value == null) {
      draft.standard.remove(name);
    } else {
      draft.standard.put(name, value);
    }
  }

  /**
   * Without {@code _update_existing_only}, an alias only updates, and every other identifier
   * creates.
   */
  private static boolean mayCreate(Map<String, @Nullable Object> object, Identifier identifier) {
    boolean onlyByDefault = identifier.kind() == Identifier.Kind.ALIAS;
    Object only = object.get("_update_existing_only");
    return identifier.kind() != Identifier.Kind.BRAZE_ID
        && !(only instanceof Boolean set ? set : onlyByDefault);
  }

  private static ProfileDraft created(Identifier identifier) {
    ProfileDraft draft = new ProfileDraft();
    ProfileAlias alias = identifier.alias();
    if (identifier.kind() == Identifier.Kind.EXTERNAL_ID) {
      draft.externalId = identifier.value();
    } else if (alias != null) {
      draft.aliases.put(alias.label(), alias);
    }
    return draft;
  }
}
