package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"t", "Members_2", "_m", "audiences.members"})
  void new_identifier_isUsedAsItIs(String name) {
    assertThat(new TableName(name).sql()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a;DROP TABLE b",
        "a--",
        "\"a\"",
        "a'",
        "1a",
        "a.b.c",
        "a.",
        ".a",
        "é",
        "a\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void new_otherText_isRefused(String name) {
    assertThatThrownBy(() -> new TableName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a name of letters, digits and underscores");
  }

  @Test
  void inScript_otherName_replacesEachUse() {
    String script = "CREATE TABLE braze_audience_membership; -- braze_audience_membership";

    assertThat(new TableName("a.b").inScript(script, TableName.DEFAULT))
        .isEqualTo("CREATE TABLE a.b; -- a.b");
  }
}
