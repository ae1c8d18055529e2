package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.ProfileAlias;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Profiles of a workspace, indexed by their identifiers. Thread-safe. */
public final class ProfileStore {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> byExternalId = new HashMap<>();
  private final Map<ProfileAlias, String> byAlias = new HashMap<>();
  private final Map<String, Set<String>> byEmail = new HashMap<>();
  private long writes;

  private record Entry(ProfileData profile, long written) {}

  public synchronized List<ProfileData> all() {
    return entries.values().stream().map(Entry::profile).toList();
  }

  public synchronized Optional<ProfileData> byExternalId(String externalId) {
    return byBrazeId(byExternalId.get(externalId));
  }

  public synchronized Optional<ProfileData> byAlias(ProfileAlias alias) {
    return byBrazeId(byAlias.get(alias));
  }

  /** Profiles with an external id take precedence, then the most recently written profile. */
  public synchronized Optional<ProfileData> byEmail(String email) {
    return latest(byEmail.getOrDefault(email, Set.of()).stream().map(this::entry).toList());
  }

  synchronized Optional<ProfileData> byPhone(String phone) {
    return latest(
        entries.values().stream()
            .filter(entry -> phone.equals(entry.profile.standardAttribute("phone").orElse("")))
            .toList());
  }

  private Optional<ProfileData> byDeviceId(String deviceId) {
    return latest(
        entries.values().stream()
            .filter(
                entry ->
                    entry.profile.deviceIds().contains(deviceId)
                        || entry.profile.pushTokens().stream()
                            .anyMatch(token -> token.deviceId().equals(deviceId)))
            .toList());
  }

  synchronized Optional<ProfileData> find(Identifier identifier) {
    return switch (identifier.kind()) {
      case EXTERNAL_ID -> byExternalId(identifier.value());
      case ALIAS -> identifier.alias() == null ? Optional.empty() : byAlias(identifier.alias());
      case BRAZE_ID -> byBrazeId(identifier.value());
      case EMAIL -> byEmail(identifier.value());
      case PHONE -> byPhone(identifier.value());
      case DEVICE_ID -> byDeviceId(identifier.value());
    };
  }

  /** Stores a profile and replaces the one with the same Braze id, external id or alias. */
  synchronized ProfileData put(ProfileData profile) {
    ProfileDraft draft = profile.draft();
    String id = profile.brazeId().or(() -> idOfSame(profile)).orElseGet(this::newId);
    draft.brazeId = id;
    ProfileData stored = new ProfileData(draft);
    Entry before = entries.get(id);
    if (before != null) {
      forget(id, before.profile);
    }
    entries.put(id, new Entry(stored, ++writes));
    stored.externalId().ifPresent(externalId -> byExternalId.put(externalId, id));
    stored.aliases().forEach(alias -> byAlias.put(alias, id));
    stored
        .email()
        .ifPresent(email -> byEmail.computeIfAbsent(email, e -> new LinkedHashSet<>()).add(id));
    return stored;
  }

  private void forget(String id, ProfileData profile) {
    profile.externalId().ifPresent(byExternalId::remove);
    profile.aliases().forEach(byAlias::remove);
    profile.email().map(byEmail::get).ifPresent(ids -> ids.remove(id));
  }

  private Optional<String> idOfSame(ProfileData profile) {
    List<String> ids = new ArrayList<>();
    profile.externalId().map(byExternalId::get).ifPresent(ids::add);
    profile.aliases().stream().map(byAlias::get).filter(id -> id != null).forEach(ids::add);
    return ids.stream().findFirst();
  }

  private String newId() {
    return String.format(Locale.ROOT, "%024x", entries.size() + 1);
  }

  private Optional<ProfileData> byBrazeId(@Nullable String id) {
    return Optional.ofNullable(id).map(entries::get).map(Entry::profile);
  }

  private Entry entry(String id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new IllegalStateException("the email index contains an unknown profile");
    }
    return entry;
  }

  private static Optional<ProfileData> latest(List<Entry> found) {
    Comparator<Entry> withExternalId =
        Comparator.comparing(entry -> entry.profile.externalId().isPresent());
    return found.stream().max(withExternalId.thenComparing(Entry::written)).map(Entry::profile);
  }
}
