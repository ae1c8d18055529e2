package io.github.brazeaudience.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A parsed page of the documentation. */
final class Markdown {
  /** The root of the repository. */
  static final Path ROOT = Path.of(System.getProperty("project.root")).normalize();

  private static final String FENCE = "```";
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern SEPARATOR = Pattern.compile("\\|[-|]+\\|");

  private final Path file;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<String> links = new ArrayList<>();
  private final Set<String> anchors = new TreeSet<>();

  /** A fenced code block. */
  record Block(String language, int line, String text) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s at line %d", language, line);
    }
  }

  /** A row of a table, and the heading above the table. */
  record Row(String section, List<String> cells) {
    String cell(int index) {
      return cells.get(index);
    }
  }

  private Markdown(Path file) {
    this.file = file;
  }

  static Markdown readme() {
    return of("README.md");
  }

  /** Returns the pages in the root and in docs, and the READMEs of the folders and modules. */
  static List<Markdown> pages() {
    List<Path> pages = new ArrayList<>();
    Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
        .map(ROOT::resolve)
        .forEach(pages::add);
    pages.addAll(files("docs", 2, ".md"));
    for (String folder : List.of("apps", "examples", "tests")) {
      pages.addAll(files(folder, 2, "README.md"));
    }
    return pages.stream().map(it -> of(ROOT.relativize(it).toString())).toList();
  }

  private static List<Path> files(String folder, int depth, String suffix) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder), depth)) {
      return files.filter(it -> it.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError("cannot list " + folder, e);
    }
  }

  static Markdown of(String path) {
    Markdown markdown = new Markdown(ROOT.resolve(path));
    markdown.read(lines(markdown.file));
    return markdown;
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  Path file() {
    return file;
  }

  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }

  List<Block> blocks(String language) {
    return blocks.stream().filter(block -> block.language().equals(language)).toList();
  }

  /** Returns the block that follows another block. */
  Block after(Block block) {
    return blocks.get(blocks.indexOf(block) + 1);
  }

  /** Returns the rows of all tables under a heading, without the header rows. */
  List<Row> rows(String section) {
    return rows.stream().filter(row -> row.section().equals(section)).toList();
  }

  List<String> links() {
    return links;
  }

  /** Returns the anchors of the headings. */
  Set<String> anchors() {
    return anchors;
  }

  /** Returns the texts in code style. */
  static List<String> codes(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(code -> code.group(1)).toList();
  }

  private void read(List<String> lines) {
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int end = i + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        String text = String.join("\n", lines.subList(i + 1, end));
        blocks.add(new Block(line.substring(FENCE.length()), i + 1, text));
        i = end;
      } else if (line.startsWith("#")) {
        section = line.replaceFirst("^#+ ", "");
        anchors.add(anchor(section));
      } else if (line.startsWith("|")) {
        readRow(section, lines, i);
      }
      LINK.matcher(line).results().forEach(link -> links.add(link.group(1)));
    }
  }

  private void readRow(String section, List<String> lines, int i) {
    boolean header = i + 1 < lines.size() && SEPARATOR.matcher(lines.get(i + 1)).matches();
    if (!header && !SEPARATOR.matcher(lines.get(i)).matches()) {
      String[] cells = lines.get(i).substring(1).split("\\|", -1);
      rows.add(new Row(section, List.of(cells).stream().map(String::strip).toList()));
    }
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }
}
