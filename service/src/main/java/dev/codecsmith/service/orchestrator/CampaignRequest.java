package dev.codecsmith.service.orchestrator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A campaign as somebody asks for it.
 *
 * @param yaml a campaign file's text
 * @param file where it stood, which paths in it are relative to; empty where it came without a file
 * @param name what it is called in place of the name in the text
 */
public record CampaignRequest(String yaml, Optional<Path> file, Optional<String> name) {}
