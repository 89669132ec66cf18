Automation <*> not in state storage, state <*> from default is used
Automation trigger '<*>' triggered by <*>
Bus:Handling <Event state_changed[L]: entity_id=<*>, old_state=<*>, new_state=<*>>
Bus:Handling <Event call_service[L]: domain=<*>, service=<*>, service_data=<*>>
Bus:Handling <Event service_registered[L]: domain=<*>, service=<*>>
Bus:Handling <Event area_registry_updated[L]: action=create, area_id=<*>>
Bus:Handling <Event automation_triggered[L]: name=<*>, entity_id=<*>, source=<*>>
Bus:Handling <Event component_loaded[L]: component=<*>>
Bus:Handling <Event config_entry_discovered[L]>
Bus:Handling <Event device_registry_updated[L]: action=create, device_id=<*>>
Bus:Handling <Event device_tracker_new_device[L]: entity_id=<*>, host_name=<*>, mac=<*>>
Bus:Handling <Event entity_registry_updated[L]: action=create, entity_id=<*>>
Bus:Handling <Event entity_registry_updated[L]: action=update, entity_id=<*>, changes=<*>>
Bus:Handling <Event event_template_reloaded[L]>
Bus:Handling <Event homeassistant_close[L]>
Bus:Handling <Event homeassistant_final_write[L]>
Bus:Handling <Event homeassistant_start[L]>
Bus:Handling <Event homeassistant_stop[L]>
Bus:Handling <Event image_processing.detect_face[L]: <*>, entity_id=<*>>
Bus:Handling <Event logging_changed[L]>
Bus:Handling <Event panels_updated[L]>
Bus:Handling <Event repairs_issue_registry_updated[L]: action=create, domain=<*>, issue_id=<*>>
Bus:Handling <Event scene_reloaded[L]>
Bus:Handling <Event script_started[L]: name=<*>, entity_id=<*>>
Bus:Handling <Event themes_updated[L]>
Bus:Handling <Event timer.finished[L]: entity_id=<*>, finished_at=<*>>
Bus:Handling <Event timer.restarted[L]: entity_id=<*>>
Bus:Handling <Event timer.started[L]: entity_id=<*>>
Command failed (with return code <*>): <*>
Data fetched from resource: <*>
<*>: Executing step call service
<*>: Executing step delay <*>
<*>: Running automation actions
<*>: Running script sequence
<*>: Error executing script. Service not found for call_service at pos <*>: Service <*> not found.
Error fetching data: <*> failed with <*>
Error handling request
Error initializing '<*>' trigger: In '<*>' condition: unknown entity <*>
Error running command: `<*>`, return code: <*>
Error starting FFmpeg.
Error while processing template: <*>
FFmpeg fails [Errno <*>] No such file or directory: '<*>'
Finished fetching <*> data in <*> seconds (success: <*>)
Found new component: <*>
Full config loaded: <*>
Home Assistant initialized in <*>s
Initialized trigger <*>
Invalid data for service call <*>: <*>
Loaded intent from <*>
Loading config <*> for platform <*>
Loading platforms: <*>
Login attempt or request with invalid authentication from <*> (<*>). Requested URL: '<*>'. (<*>)
Now listening on port <*>
Pending discovery for <*>: <*>
Platform <*> not ready yet: <*>; Retrying in background in <*> seconds
Platform <*> not ready yet; Retrying in background in <*> seconds
Process discovery payload <*>
Referenced entities <*> are missing or not currently available
Registered new <*> entity: <*>
Reload resetting platform: <*>
Running command: <*>
Skipping pip installation of required modules. This may cause issues
Starting Home Assistant
Subscribing to <*>, mid: <*>, qos: <*>
Support for the running Python version <*> is deprecated and will be removed in Home Assistant <*>; Please upgrade Python to <*>
Template variable error: <*> is undefined when rendering '<*>'
TemplateError('<*>') while processing template '<*>' for attribute '<*>' in entity '<*>'
Timeout while fetching data: <*>
Transmitting message on <*>: '<*>', mid: <*>, qos: <*>
Updating from <*>
Setting up <*>
Setting up <*>: <*>
Setup of domain <*> took <*> seconds
Authenticated <*> for <*> using bearer token
Received message on <*> (qos=<*>): <*>
Rendering incoming payload '<*>' with variables <*> with default value '<*>' and <*>
