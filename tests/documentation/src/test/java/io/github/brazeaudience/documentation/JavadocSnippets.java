package io.github.brazeaudience.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the code blocks in the Javadoc of the published modules. The blocks are {@code pre}
 * elements, because the {@code snippet} tag needs JDK 18.
 */
final class JavadocSnippets {
  private static final Pattern BLOCK = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* }</pre>");

  private static final Pattern EXPORT = Pattern.compile("(?m)^ *exports ([\\w.]+);");

  private JavadocSnippets() {}

  /** Returns the package-info files of the packages that the published modules export. */
  static List<String> packageInfoFiles() {
    List<String> files = new ArrayList<>();
    forEachModule(
        sources -> {
          Matcher export = EXPORT.matcher(Files.readString(sources.resolve("module-info.java")));
          while (export.find()) {
            files.add(export.group(1).replace('.', '/') + "/package-info.java");
          }
        });
    return files;
  }

  /** Returns all blocks; the language of a block is the path of its source file. */
  static List<Markdown.Block> all() {
    List<Markdown.Block> blocks = new ArrayList<>();
    forEachModule(sources -> read(sources, blocks));
    return blocks;
  }

  private interface SourceReader {
    void read(Path sources) throws IOException;
  }

  private static void forEachModule(SourceReader reader) {
    try (Stream<Path> modules = Files.list(Markdown.ROOT)) {
      for (Path module : modules.sorted().toList()) {
        Path sources = module.resolve("src/main/java");
        if (module.getFileName().toString().startsWith("braze-audience-")
            && Files.isDirectory(sources)) {
          reader.read(sources);
        }
      }
    } catch (IOException e) {
      throw new AssertionError("cannot read the sources", e);
    }
  }

  private static void read(Path sources, List<Markdown.Block> blocks) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).sorted().toList()) {
        String text = Files.readString(file);
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
          int line = (int) text.substring(0, block.start()).lines().count();
          String code = block.group(1).replaceAll("(?m)^ \\* ?", "");
          blocks.add(new Markdown.Block(sources.relativize(file).toString(), line, code));
        }
      }
    }
  }
}
