#include "cdc/config.h"

#include <filesystem>

#include "cdc/config_check.h"
#include "cdc/config_fault.h"
#include "cdc/config_parse.h"
#include "cdc/config_schema.h"
#include "cdc/config_sources.h"

namespace cdc {

LoadedConfig LoadConfig(const ConfigSources& sources) {
  const ConfigSchema schema;
  Faults faults;
  LoadedConfig loaded;
  loaded.file = FindConfigFile(sources);
  auto values = ReadConfigFile(loaded.file, schema, sources.environment, faults);
  ApplySources(sources, schema, values, loaded.origin, faults);
  schema.Validate(values, faults);
  loaded.config = ParseConfig(values);
  CheckConfig(loaded.config, std::filesystem::path(loaded.file).parent_path(), faults);
  faults.Throw(loaded.file, loaded.origin,
               "Every key is explained in config/walcast.schema.json; try again with: walcast config show");
  loaded.effective = EffectiveJson(loaded.config);
  return loaded;
}

}  // namespace cdc
