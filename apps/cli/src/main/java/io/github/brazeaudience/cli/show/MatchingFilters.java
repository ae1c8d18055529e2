package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.ProfileExport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters of Braze's segments that match the profile of a member of an audience. */
final class MatchingFilters {
  private MatchingFilters() {}

  /**
   * Returns the filters, one for each attribute that has the audience of the question. Empty
   * without a question or a profile, and for a user whom the store does not have in the audience.
   */
  static List<String> of(ShownUser user) {
    KnownUser stored = user.stored();
    List<String> filters = new ArrayList<>();
    if (user.audience().isPresent() && user.remote() instanceof ProfileExport.Found found) {
      long id = user.audience().getAsLong();
      if (stored == null || stored.members().contains(id)) {
        for (AttributeRow row : user.attributes()) {
          of(user, row, id, found.attributes().get(row.name())).ifPresent(filters::add);
        }
      }
    }
    return filters;
  }

  private static Optional<String> of(
      ShownUser user, AttributeRow row, long id, @Nullable Object value) {
    if (row.isOfAllAudiences(user.config().attributeNames())) {
      Set<Long> ids = RemoteValue.ids(value);
      return ids != null && ids.contains(id)
          ? Optional.of(row.name() + (value instanceof String ? regex(id) : " includes " + id))
          : Optional.empty();
    }
    boolean isTrue = row.audiences().contains(id) && "true".equals(String.valueOf(value));
    return isTrue
        ? Optional.of(row.name() + (value instanceof Boolean ? " is true" : " equals true"))
        : Optional.empty();
  }

  /** The quotes keep the filter from matching longer ids. */
  private static String regex(long id) {
    return " matches regex '" + id + "'";
  }
}
