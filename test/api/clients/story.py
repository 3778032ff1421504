"""Drives an engine with boto3, unchanged: arguments are its address and token.

Prints what was done and what this version of boto3 does not know yet, as JSON.
"""
import json
import sys
import threading
import time

import boto3
from botocore.exceptions import ClientError

ENDPOINT, TOKEN = sys.argv[1:3]
ROLE = "arn:aws:iam::000000000000:role/any"
sfn = boto3.client(
    "stepfunctions",
    endpoint_url=ENDPOINT,
    region_name="us-east-1",
    aws_access_key_id="signalbox",
    aws_secret_access_key=TOKEN,
)
done, unknown = [], []


def part(*operations):
    """A part of the story, left out where boto3 does not know an operation of it."""

    def run(tell):
        missing = [name for name in operations if not hasattr(sfn, name)]
        if missing:
            unknown.extend(missing)
        else:
            tell()
            done.append(tell.__name__)
        return tell

    return run


def create(name, states, **more):
    definition = {"StartAt": next(iter(states)), "States": states}
    return sfn.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=ROLE, **more
    )["stateMachineArn"]


def start(machine, **more):
    return sfn.start_execution(stateMachineArn=machine, **more)["executionArn"]


def ended(execution):
    while True:
        found = sfn.describe_execution(executionArn=execution)
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.02)


def error_of(call, **request):
    try:
        call(**request)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def types(execution, **more):
    pages = sfn.get_paginator("get_execution_history").paginate(executionArn=execution, **more)
    return [event["type"] for page in pages for event in page["events"]]


@part()
def machines_executions_and_paging():
    chain = {f"S{n}": {"Type": "Pass", "Next": f"S{n + 1}"} for n in range(5)}
    machine = create("chain", {**chain, "S5": {"Type": "Pass", "End": True}})
    assert create("chain", {**chain, "S5": {"Type": "Pass", "End": True}}) == machine
    execution = start(machine, name="one", input='{"n": 1}')
    found = ended(execution)
    assert (found["status"], json.loads(found["output"])) == ("SUCCEEDED", {"n": 1}), found
    assert found["startDate"].tzinfo is not None and found["stopDate"] >= found["startDate"]
    forward = types(execution, PaginationConfig={"PageSize": 3})
    assert len(forward) == 14 and forward[0] == "ExecutionStarted", forward
    assert types(execution, reverseOrder=True) == forward[::-1]
    for n in range(4):
        ended(start(machine, name=f"more-{n}"))
    pages = sfn.get_paginator("list_executions").paginate(
        stateMachineArn=machine, statusFilter="SUCCEEDED", PaginationConfig={"PageSize": 2}
    )
    assert [len(page["executions"]) for page in pages] == [2, 2, 1]
    assert sfn.describe_state_machine_for_execution(executionArn=execution)["name"] == "chain"
    assert sfn.describe_state_machine(stateMachineArn=machine)["status"] == "ACTIVE"
    sfn.update_state_machine(stateMachineArn=machine, roleArn=ROLE + "-2")
    assert sfn.describe_state_machine(stateMachineArn=machine)["roleArn"] == ROLE + "-2"
    listed = sfn.get_paginator("list_state_machines").paginate()
    assert "chain" in [m["name"] for page in listed for m in page["stateMachines"]]
    assert error_of(sfn.start_execution, stateMachineArn=machine, name="one", input="{}") == (
        "ExecutionAlreadyExists"
    )
    assert error_of(sfn.describe_execution, executionArn=execution + "x") == "ExecutionDoesNotExist"
    sfn.delete_state_machine(stateMachineArn=machine)


@part()
def stopping():
    execution = start(create("wait", {"W": {"Type": "Wait", "Seconds": 600, "End": True}}))
    sfn.stop_execution(executionArn=execution, error="Enough", cause="said so")
    found = ended(execution)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Enough", "said so")


@part()
def activities_and_task_tokens():
    activity = sfn.create_activity(name="hand", tags=[{"key": "a", "value": "b"}])["activityArn"]
    task = {"Type": "Task", "Resource": activity, "HeartbeatSeconds": 60, "End": True}
    polled = {}
    worker = threading.Thread(
        target=lambda: polled.update(sfn.get_activity_task(activityArn=activity, workerName="w"))
    )
    worker.start()
    machine = create("by-hand", {"T": task})
    good = start(machine, input='{"n": 2}')
    worker.join(30)
    assert json.loads(polled["input"]) == {"n": 2}
    sfn.send_task_heartbeat(taskToken=polled["taskToken"])
    sfn.send_task_success(taskToken=polled["taskToken"], output='{"ok": true}')
    assert json.loads(ended(good)["output"]) == {"ok": True}
    assert error_of(sfn.send_task_heartbeat, taskToken=polled["taskToken"]) == "TaskTimedOut"
    bad = start(machine)
    token = sfn.get_activity_task(activityArn=activity)["taskToken"]
    sfn.send_task_failure(taskToken=token, error="No", cause="did not like it")
    assert ended(bad)["error"] == "No"
    assert sfn.list_activities()["activities"][0]["name"] == "hand"
    assert sfn.describe_activity(activityArn=activity)["name"] == "hand"
    sfn.delete_activity(activityArn=activity)


@part()
def tags():
    machine = create("tagged", {"S": {"Type": "Succeed"}}, tags=[{"key": "a", "value": "1"}])
    sfn.tag_resource(resourceArn=machine, tags=[{"key": "b", "value": "2"}])
    sfn.untag_resource(resourceArn=machine, tagKeys=["a"])
    assert sfn.list_tags_for_resource(resourceArn=machine)["tags"] == [{"key": "b", "value": "2"}]


@part("start_sync_execution")
def express():
    machine = create("fast", {"P": {"Type": "Pass", "Result": 7, "End": True}}, type="EXPRESS")
    # boto3 puts "sync-" before the host's name, which an address on loopback does not have.
    near = boto3.client(
        "stepfunctions",
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="signalbox",
        aws_secret_access_key=TOKEN,
        config=boto3.session.Config(inject_host_prefix=False),
    )
    answer = near.start_sync_execution(stateMachineArn=machine)
    assert (answer["status"], answer["output"]) == ("SUCCEEDED", "7"), answer


@part("list_map_runs", "describe_map_run", "update_map_run")
def map_runs():
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "P",
        "States": {"P": {"Type": "Pass", "End": True}},
    }
    machine = create("many", {"M": {"Type": "Map", "ItemProcessor": processor, "End": True}})
    execution = start(machine, input="[1, 2, 3]")
    assert json.loads(ended(execution)["output"]) == [1, 2, 3]
    run = sfn.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
    found = sfn.describe_map_run(mapRunArn=run)
    assert found["status"] == "SUCCEEDED" and found["itemCounts"]["succeeded"] == 3, found
    assert len(sfn.list_executions(mapRunArn=run)["executions"]) == 3


@part("publish_state_machine_version", "create_state_machine_alias")
def versions_and_aliases():
    machine = create("versioned", {"P": {"Type": "Pass", "Result": 1, "End": True}})
    publish = sfn.publish_state_machine_version
    one = publish(stateMachineArn=machine, description="first")["stateMachineVersionArn"]
    second = {"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 2, "End": True}}}
    update = sfn.update_state_machine(
        stateMachineArn=machine, definition=json.dumps(second), publish=True
    )
    two = update["stateMachineVersionArn"]
    alias = sfn.create_state_machine_alias(
        name="live", routingConfiguration=[{"stateMachineVersionArn": one, "weight": 100}]
    )["stateMachineAliasArn"]
    assert ended(start(alias))["output"] == "1"
    sfn.update_state_machine_alias(
        stateMachineAliasArn=alias,
        routingConfiguration=[{"stateMachineVersionArn": two, "weight": 100}],
    )
    assert ended(start(alias))["output"] == "2"
    listed = sfn.list_state_machine_versions(stateMachineArn=machine)["stateMachineVersions"]
    assert [version["stateMachineVersionArn"] for version in listed] == [two, one]
    assert error_of(sfn.delete_state_machine_version, stateMachineVersionArn=two) == (
        "ConflictException"
    )
    sfn.delete_state_machine_alias(stateMachineAliasArn=alias)
    sfn.delete_state_machine_version(stateMachineVersionArn=two)


@part("redrive_execution")
def redrive():
    again = {"Variable": "$$.Execution.RedriveCount", "NumericGreaterThan": 0, "Next": "S"}
    states = {"C": {"Type": "Choice", "Choices": [again]}, "S": {"Type": "Succeed"}}
    execution = start(create("second-try", states))
    assert ended(execution)["redriveStatus"] == "REDRIVABLE"
    sfn.redrive_execution(executionArn=execution)
    found = ended(execution)
    assert (found["status"], found["redriveCount"]) == ("SUCCEEDED", 1), found
    assert error_of(sfn.redrive_execution, executionArn=execution) == "ExecutionNotRedrivable"


@part("test_state")
def one_state_by_itself():
    state = {"Type": "Pass", "Parameters": {"n.$": "$.n"}, "End": True}
    near = boto3.client(
        "stepfunctions",
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="signalbox",
        aws_secret_access_key=TOKEN,
        config=boto3.session.Config(inject_host_prefix=False),
    )
    answer = near.test_state(
        definition=json.dumps(state), roleArn=ROLE, input='{"n": 3}', inspectionLevel="DEBUG"
    )
    assert json.loads(answer["output"]) == {"n": 3}, answer
    assert json.loads(answer["inspectionData"]["input"]) == {"n": 3}


@part("validate_state_machine_definition")
def validation():
    answer = sfn.validate_state_machine_definition(definition='{"StartAt": "A", "States": {}}')
    assert answer["result"] == "FAIL" and answer["diagnostics"], answer


print(json.dumps({"boto3": boto3.__version__, "done": done, "unknown": unknown}))
